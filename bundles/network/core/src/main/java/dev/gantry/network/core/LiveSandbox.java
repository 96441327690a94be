package dev.gantry.network.core;

import dev.gantry.api.linux.NetlinkSocket;
import dev.gantry.api.network.SandboxRequest;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// A sandbox with what of it lives in this process. Its fields are used under its lock.
final class LiveSandbox {
    final ReentrantLock lock = new ReentrantLock();
    final Map<String, PortHold> ports = new HashMap<>();
    StoredSandbox stored;

    @Nullable SandboxRequest request;

    @Nullable NetlinkSocket inside;

    boolean released;

    LiveSandbox(StoredSandbox stored) {
        this.stored = stored;
    }

    void closeSocket() {
        if (inside != null) {
            inside.close();
            inside = null;
        }
    }
}
