package dev.gantry.api.types;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// This engine as a member of a cluster.
public record SwarmInfo(
        String NodeID,
        String NodeAddr,
        String LocalNodeState,
        boolean ControlAvailable,
        String Error,
        @Nullable List<Object> RemoteManagers) {
    /// All fields at their zero values.
    public static final SwarmInfo EMPTY = new SwarmInfo("", "", "", false, "", null);

    /// Replaces absent strings by empty ones and copies collections.
    public SwarmInfo {
        NodeID = Values.text(NodeID);
        NodeAddr = Values.text(NodeAddr);
        LocalNodeState = Values.text(LocalNodeState);
        Error = Values.text(Error);
        RemoteManagers = Values.list(RemoteManagers);
    }
}
