package dev.gantry.libcontainerd;

import com.google.protobuf.Empty;
import dev.gantry.api.error.EngineException;
import dev.gantry.api.runtime.RuntimeVersion;
import dev.gantry.proto.containerd.introspection.IntrospectionGrpc;
import dev.gantry.proto.containerd.introspection.Plugin;
import dev.gantry.proto.containerd.introspection.PluginsRequest;
import dev.gantry.proto.containerd.version.VersionGrpc;
import dev.gantry.proto.containerd.version.VersionResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/// Versions of containerd and the OCI runtimes.
@Component
public final class ContainerdVersion implements RuntimeVersion {
    private static final Component UNKNOWN = new Component("", "");

    private final Containerd containerd;
    private final Map<String, Component> runtimes = new ConcurrentHashMap<>();
    private final Map<String, String> features = new ConcurrentHashMap<>();
    private volatile Component last = UNKNOWN;
    private volatile List<String> snapshotters = List.of();

    /// Called by Declarative Services.
    @Activate
    public ContainerdVersion(@Reference Containerd containerd) {
        this.containerd = containerd;
    }

    @Override
    public boolean isAvailable() {
        return containerd.isReady();
    }

    @Override
    public void await(Duration limit) {
        containerd.await(limit);
    }

    @Override
    public Path address() {
        return containerd.address();
    }

    @Override
    public String namespace() {
        return containerd.settings().namespace();
    }

    @Override
    public boolean isSupervised() {
        return containerd.isSupervised();
    }

    @Override
    public Component containerd() {
        if (!containerd.isReady()) {
            return last;
        }
        try {
            VersionResponse version = containerd.ask(
                    channel -> VersionGrpc.newBlockingStub(channel).version(Empty.getDefaultInstance()));
            last = new Component(version.getVersion(), version.getRevision());
        } catch (EngineException e) {
            // It left between the two lines above.
        }
        return last;
    }

    @Override
    public Component ociRuntime(String binary) {
        Component known = runtimes.get(binary);
        if (known == null) {
            known = OciRuntimeVersion.ask(binary);
            if (!known.equals(UNKNOWN)) {
                runtimes.put(binary, known);
            }
        }
        return known;
    }

    /// One that knows no such question is not asked again either; one that is not there, or did not answer in time, is.
    @Override
    public String ociFeatures(String binary) {
        String known = features.get(binary);
        if (known == null) {
            known = OciRuntimeVersion.features(binary);
            if (known == null) {
                return "";
            }
            features.put(binary, known);
        }
        return known;
    }

    /// As last heard while containerd is away.
    @Override
    public List<String> snapshotters() {
        if (containerd.isReady() || snapshotters.isEmpty()) {
            snapshotters = askForSnapshotters();
        }
        return snapshotters;
    }

    private List<String> askForSnapshotters() {
        PluginsRequest request = PluginsRequest.newBuilder()
                .addFilters("type==io.containerd.snapshotter.v1")
                .build();
        return containerd
                .ask(channel -> IntrospectionGrpc.newBlockingStub(channel).plugins(request))
                .getPluginsList()
                .stream()
                .filter(plugin -> !plugin.hasInitErr())
                .map(Plugin::getId)
                .sorted()
                .toList();
    }
}
