package dev.gantry.libcontainerd;

import dev.gantry.api.error.EngineException;
import dev.gantry.api.error.ErrorKind;
import dev.gantry.api.runtime.ContainerRecord;
import dev.gantry.api.runtime.ShimOptions;
import dev.gantry.api.runtime.TaskSpec;
import dev.gantry.proto.containerd.containers.Container;
import dev.gantry.proto.containerd.containers.ContainersGrpc;
import dev.gantry.proto.containerd.containers.CreateContainerRequest;
import dev.gantry.proto.containerd.containers.DeleteContainerRequest;
import dev.gantry.proto.containerd.containers.ListContainersRequest;
import dev.gantry.proto.containerd.runc.Options;
import java.util.List;

/// containerd's records of containers.
final class Records {
    private final Containerd containerd;

    Records(Containerd containerd) {
        this.containerd = containerd;
    }

    /// @throws EngineException CONFLICT when there is one
    void create(TaskSpec spec) {
        ContainerRecord record = spec.record();
        Container container = Container.newBuilder()
                .setId(spec.id())
                .setImage(record.image())
                .setSnapshotter(record.snapshotter())
                .setSnapshotKey(record.snapshotKey())
                .putAllLabels(Labels.acceptable(record.labels()))
                .setSpec(TypedJson.spec(spec.ociSpec()))
                .setRuntime(runtime(spec.shim()))
                .build();
        CreateContainerRequest request =
                CreateContainerRequest.newBuilder().setContainer(container).build();
        containerd.call(channel -> ContainersGrpc.newBlockingStub(channel).create(request));
    }

    static Container.Runtime runtime(ShimOptions shim) {
        Container.Runtime.Builder runtime = Container.Runtime.newBuilder().setName(shim.shim());
        if (shim.shim().equals(ShimOptions.RUNC_V2)) {
            Options.Builder options = Options.newBuilder()
                    .setBinaryName(shim.binary())
                    .setSystemdCgroup(shim.systemdCgroup())
                    .setNoPivotRoot(shim.noPivotRoot());
            if (shim.root() != null) {
                options.setRoot(shim.root());
            }
            ShimSettings.apply(shim.options(), options);
            runtime.setOptions(TypedJson.message(options.build()));
        } else if (!shim.options().isEmpty()) {
            dev.gantry.proto.containerd.runtimeoptions.Options.Builder options =
                    dev.gantry.proto.containerd.runtimeoptions.Options.newBuilder();
            ShimSettings.apply(shim.options(), options);
            runtime.setOptions(TypedJson.message(options.build()));
        }
        return runtime.build();
    }

    /// Does nothing when there is none.
    void delete(String id) {
        DeleteContainerRequest request =
                DeleteContainerRequest.newBuilder().setId(id).build();
        try {
            containerd.call(channel -> ContainersGrpc.newBlockingStub(channel).delete(request));
        } catch (EngineException e) {
            if (e.kind() != ErrorKind.NOT_FOUND) {
                throw e;
            }
        }
    }

    List<String> ids() {
        return containerd
                .ask(channel ->
                        ContainersGrpc.newBlockingStub(channel).list(ListContainersRequest.getDefaultInstance()))
                .getContainersList()
                .stream()
                .map(Container::getId)
                .toList();
    }
}
