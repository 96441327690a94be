package dev.gantry.registry;

import dev.gantry.api.config.DaemonConfig;
import dev.gantry.api.config.Reconfigurable;
import dev.gantry.json.JacksonCodec;
import dev.gantry.testkit.config.ReconfigurableContract;
import java.util.List;
import java.util.Map;

class HttpRegistryReloadContractTest extends ReconfigurableContract {
    private static DaemonConfig config(List<String> insecure, List<String> mirrors) {
        return new DaemonConfig(Map.of(RegistrySettings.INSECURE, insecure, RegistrySettings.MIRRORS, mirrors));
    }

    @Override
    protected Reconfigurable newPart() {
        return new HttpRegistry(new JacksonCodec(), RegistrySettings.of(Map.of()));
    }

    @Override
    protected DaemonConfig inForce() {
        return config(List.of(), List.of());
    }

    @Override
    protected DaemonConfig acceptable() {
        return config(List.of("10.0.0.0/8"), List.of("https://mirror.example"));
    }

    @Override
    protected DaemonConfig unacceptable() {
        return config(List.of(), List.of("ftp://mirror.example"));
    }

    @Override
    protected Object visible(Reconfigurable of) {
        return ((HttpRegistry) of).rules();
    }

    @Override
    protected void deliver(Reconfigurable to, DaemonConfig settings) {
        ((HttpRegistry) to).configure(settings.values());
    }
}
