package dev.gantry.network.core;

import dev.gantry.api.config.DaemonConfig;
import dev.gantry.api.config.Reconfigurable;
import dev.gantry.api.network.PublishRequest;
import dev.gantry.testkit.config.ReconfigurableContract;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;

/// With a container on the default bridge.
@Tag("machine")
class NetworkReloadContractTest extends ReconfigurableContract {
    @TempDir
    Path directory;

    private Bench bench;
    private DaemonConfig first;

    @Override
    protected Reconfigurable newPart() throws Exception {
        bench = new Bench(directory);
        first = new DaemonConfig(bench.config);
        String id = "1".repeat(64);
        bench.core.create(bench.request(id, "bridge", PublishRequest.NONE));
        bench.core.join(id);
        return bench.core;
    }

    private DaemonConfig with(Map<String, Object> changes) {
        Map<String, Object> values = new HashMap<>(first.values());
        values.putAll(changes);
        return new DaemonConfig(values);
    }

    @Override
    protected DaemonConfig inForce() {
        return first;
    }

    @Override
    protected DaemonConfig acceptable() {
        return with(Map.of("icc", false, "fixed-cidr", "10.213.0.128/25", "userland-proxy", false));
    }

    @Override
    protected DaemonConfig unacceptable() {
        return with(Map.of("icc", false, "bip", "10.214.0.1/24"));
    }

    @Override
    protected Object visible(Reconfigurable of) throws Exception {
        return List.of(bench.rules(), bench.core.inspect("bridge"));
    }

    @Override
    protected void deliver(Reconfigurable to, DaemonConfig settings) {
        bench.bridge.modified(settings.values());
    }

    @Override
    protected void release(Reconfigurable gone) throws Exception {
        bench.close();
    }
}
