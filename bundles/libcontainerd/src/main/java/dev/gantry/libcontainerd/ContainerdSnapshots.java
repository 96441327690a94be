package dev.gantry.libcontainerd;

import dev.gantry.api.error.EngineException;
import dev.gantry.api.error.ErrorKind;
import dev.gantry.api.runtime.Mount;
import dev.gantry.api.runtime.SnapshotInfo;
import dev.gantry.api.runtime.SnapshotUsage;
import dev.gantry.api.runtime.Snapshots;
import dev.gantry.proto.containerd.snapshots.CommitSnapshotRequest;
import dev.gantry.proto.containerd.snapshots.Info;
import dev.gantry.proto.containerd.snapshots.ListSnapshotsRequest;
import dev.gantry.proto.containerd.snapshots.MountsRequest;
import dev.gantry.proto.containerd.snapshots.PrepareSnapshotRequest;
import dev.gantry.proto.containerd.snapshots.RemoveSnapshotRequest;
import dev.gantry.proto.containerd.snapshots.SnapshotsGrpc;
import dev.gantry.proto.containerd.snapshots.SnapshotsGrpc.SnapshotsBlockingStub;
import dev.gantry.proto.containerd.snapshots.StatSnapshotRequest;
import dev.gantry.proto.containerd.snapshots.UpdateSnapshotRequest;
import dev.gantry.proto.containerd.snapshots.UsageRequest;
import dev.gantry.proto.containerd.snapshots.UsageResponse;
import dev.gantry.proto.containerd.snapshots.ViewSnapshotRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/// Snapshots on containerd's snapshots service.
@Component
public final class ContainerdSnapshots implements Snapshots {
    private final Containerd containerd;
    private final String snapshotter;
    private final @Nullable String lease;

    /// Called by Declarative Services.
    @Activate
    public ContainerdSnapshots(@Reference Containerd containerd) {
        this(containerd, containerd.settings().snapshotter(), null);
    }

    ContainerdSnapshots(Containerd containerd, String snapshotter, @Nullable String lease) {
        this.containerd = containerd;
        this.snapshotter = snapshotter;
        this.lease = lease;
    }

    @Override
    public String snapshotter() {
        return snapshotter;
    }

    @Override
    public Snapshots of(String other) {
        return new ContainerdSnapshots(containerd, other, lease);
    }

    @Override
    public Snapshots under(String leaseId) {
        return new ContainerdSnapshots(containerd, snapshotter, leaseId);
    }

    @Override
    public List<Mount> prepare(String key, @Nullable String parent, Map<String, String> labels) {
        PrepareSnapshotRequest request = PrepareSnapshotRequest.newBuilder()
                .setSnapshotter(snapshotter)
                .setKey(key)
                .setParent(parent == null ? "" : parent)
                .putAllLabels(labels)
                .build();
        return Mounts.fromWire(call(stub -> stub.prepare(request)).getMountsList());
    }

    @Override
    public List<Mount> view(String key, @Nullable String parent, Map<String, String> labels) {
        ViewSnapshotRequest request = ViewSnapshotRequest.newBuilder()
                .setSnapshotter(snapshotter)
                .setKey(key)
                .setParent(parent == null ? "" : parent)
                .putAllLabels(labels)
                .build();
        return Mounts.fromWire(call(stub -> stub.view(request)).getMountsList());
    }

    @Override
    public List<Mount> mounts(String key) {
        MountsRequest request = MountsRequest.newBuilder()
                .setSnapshotter(snapshotter)
                .setKey(key)
                .build();
        return Mounts.fromWire(ask(stub -> stub.mounts(request)).getMountsList());
    }

    @Override
    public void commit(String name, String key, Map<String, String> labels) {
        CommitSnapshotRequest request = CommitSnapshotRequest.newBuilder()
                .setSnapshotter(snapshotter)
                .setName(name)
                .setKey(key)
                .putAllLabels(labels)
                .build();
        call(stub -> stub.commit(request));
    }

    @Override
    public void remove(String key) {
        RemoveSnapshotRequest request = RemoveSnapshotRequest.newBuilder()
                .setSnapshotter(snapshotter)
                .setKey(key)
                .build();
        try {
            call(stub -> stub.remove(request));
        } catch (EngineException e) {
            if (e.kind() != ErrorKind.NOT_FOUND) {
                throw e;
            }
        }
    }

    @Override
    public Optional<SnapshotInfo> find(String key) {
        StatSnapshotRequest request = StatSnapshotRequest.newBuilder()
                .setSnapshotter(snapshotter)
                .setKey(key)
                .build();
        try {
            return Optional.of(info(ask(stub -> stub.stat(request)).getInfo()));
        } catch (EngineException e) {
            if (e.kind() == ErrorKind.NOT_FOUND) {
                return Optional.empty();
            }
            throw e;
        }
    }

    @Override
    public List<SnapshotInfo> list(String... filters) {
        ListSnapshotsRequest request = ListSnapshotsRequest.newBuilder()
                .setSnapshotter(snapshotter)
                .addAllFilters(List.of(filters))
                .build();
        return ask(stub -> {
            List<SnapshotInfo> all = new ArrayList<>();
            stub.list(request).forEachRemaining(page -> page.getInfoList().forEach(i -> all.add(info(i))));
            return all;
        });
    }

    @Override
    public SnapshotUsage usage(String key) {
        UsageRequest request = UsageRequest.newBuilder()
                .setSnapshotter(snapshotter)
                .setKey(key)
                .build();
        UsageResponse usage = ask(stub -> stub.usage(request));
        return new SnapshotUsage(usage.getSize(), usage.getInodes());
    }

    @Override
    public SnapshotInfo label(String key, Map<String, String> labels) {
        UpdateSnapshotRequest request = UpdateSnapshotRequest.newBuilder()
                .setSnapshotter(snapshotter)
                .setInfo(Info.newBuilder().setName(key).putAllLabels(labels))
                .setUpdateMask(Labels.mask(labels))
                .build();
        return info(call(stub -> stub.update(request)).getInfo());
    }

    private <R> R call(Function<SnapshotsBlockingStub, R> rpc) {
        return containerd.call(lease, channel -> rpc.apply(SnapshotsGrpc.newBlockingStub(channel)));
    }

    private <R> R ask(Function<SnapshotsBlockingStub, R> rpc) {
        return containerd.ask(channel -> rpc.apply(SnapshotsGrpc.newBlockingStub(channel)));
    }

    private static SnapshotInfo info(Info info) {
        SnapshotInfo.Kind kind = switch (info.getKind()) {
            case VIEW -> SnapshotInfo.Kind.VIEW;
            case COMMITTED -> SnapshotInfo.Kind.COMMITTED;
            case ACTIVE, UNKNOWN, UNRECOGNIZED -> SnapshotInfo.Kind.ACTIVE;
        };
        return new SnapshotInfo(
                info.getName(),
                info.getParent().isEmpty() ? null : info.getParent(),
                kind,
                Stamps.instant(info.getCreatedAt()),
                info.getLabelsMap());
    }
}
