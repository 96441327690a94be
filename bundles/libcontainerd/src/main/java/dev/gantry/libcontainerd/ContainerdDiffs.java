package dev.gantry.libcontainerd;

import dev.gantry.api.runtime.Descriptor;
import dev.gantry.api.runtime.Diffs;
import dev.gantry.api.runtime.Mount;
import dev.gantry.proto.containerd.diff.ApplyRequest;
import dev.gantry.proto.containerd.diff.DiffGrpc;
import dev.gantry.proto.containerd.diff.DiffRequest;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/// Layers on containerd's diff service.
@Component
public final class ContainerdDiffs implements Diffs {
    private final Containerd containerd;
    private final @Nullable String lease;

    /// Called by Declarative Services.
    @Activate
    public ContainerdDiffs(@Reference Containerd containerd) {
        this(containerd, null);
    }

    private ContainerdDiffs(Containerd containerd, @Nullable String lease) {
        this.containerd = containerd;
        this.lease = lease;
    }

    @Override
    public Diffs under(String leaseId) {
        return new ContainerdDiffs(containerd, leaseId);
    }

    @Override
    public Descriptor apply(Descriptor layer, List<Mount> mounts) {
        ApplyRequest request = ApplyRequest.newBuilder()
                .setDiff(Mounts.toWire(layer))
                .addAllMounts(Mounts.toWire(mounts))
                .build();
        return Mounts.fromWire(containerd
                .call(lease, channel -> DiffGrpc.newBlockingStub(channel).apply(request))
                .getApplied());
    }

    @Override
    public Descriptor compare(
            List<Mount> lower, List<Mount> upper, String mediaType, String ref, Map<String, String> labels) {
        DiffRequest request = DiffRequest.newBuilder()
                .addAllLeft(Mounts.toWire(lower))
                .addAllRight(Mounts.toWire(upper))
                .setMediaType(mediaType)
                .setRef(ref)
                .putAllLabels(labels)
                .build();
        return Mounts.fromWire(containerd
                .call(lease, channel -> DiffGrpc.newBlockingStub(channel).diff(request))
                .getDiff());
    }
}
