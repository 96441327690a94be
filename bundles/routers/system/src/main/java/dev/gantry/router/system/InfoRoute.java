package dev.gantry.router.system;

import dev.gantry.api.http.ApiVersion;
import dev.gantry.api.http.Exchange;
import dev.gantry.api.http.Handler;
import dev.gantry.api.json.RawJson;
import dev.gantry.api.types.Commit;
import dev.gantry.api.types.Info;
import dev.gantry.api.types.InfoBuilder;
import dev.gantry.api.types.RegistryConfig;
import dev.gantry.api.types.RuntimeInfo;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Everything about the engine and its machine. Those who ask at the same time share one collection.
@SuppressWarnings("NullAway") // The generated builders do not say that null is allowed.
final class InfoRoute implements Handler {
    private final Shared<Info> collected;

    InfoRoute(SystemServices services, SystemSettings settings) {
        this.collected = new Shared<>(new InfoCollector(services, settings)::collect);
    }

    @Override
    public void handle(Exchange exchange) throws IOException, InterruptedException {
        exchange.respondJson(200, old(collected.get(), exchange.apiVersion()));
    }

    private static Info old(Info info, ApiVersion version) {
        if (version.isAtLeast(50)) {
            return info;
        }
        InfoBuilder old = InfoBuilder.builder(info)
                .BridgeNfIptables(false)
                .BridgeNfIp6tables(false)
                .DiscoveredDevices(null);
        if (version.isBefore(49)) {
            old.FirewallBackend(null)
                    .ContainerdCommit(expected(info.ContainerdCommit()))
                    .RuncCommit(expected(info.RuncCommit()))
                    .InitCommit(expected(info.InitCommit()));
        }
        if (version.isBefore(47)) {
            old.RegistryConfig(withOldLists(info.RegistryConfig()));
        }
        if (version.isBefore(46)) {
            old.Containerd(null);
        }
        if (version.isBefore(44)) {
            old.Runtimes(withoutStatus(info.Runtimes()));
        }
        if (version.isBefore(39)) {
            old.KernelVersion(known(info.KernelVersion())).OperatingSystem(known(info.OperatingSystem()));
        }
        if (version.isBefore(25)) {
            old.SecurityOptions(namesOnly(info.SecurityOptions()));
        }
        return old.build();
    }

    /// `name=seccomp,profile=builtin` was `seccomp` once.
    private static List<String> namesOnly(List<String> options) {
        return options.stream()
                .map(option -> option.replaceFirst("^name=", "").replaceFirst(",.*", ""))
                .toList();
    }

    private static @Nullable RegistryConfig withOldLists(@Nullable RegistryConfig rules) {
        RawJson none = new RawJson("null".getBytes(StandardCharsets.UTF_8));
        return rules == null
                ? null
                : new RegistryConfig(none, none, rules.InsecureRegistryCIDRs(), rules.IndexConfigs(), rules.Mirrors());
    }

    private static Commit expected(Commit commit) {
        return new Commit(commit.ID(), commit.ID());
    }

    private static String known(String text) {
        return text.isEmpty() ? "<unknown>" : text;
    }

    private static Map<String, RuntimeInfo> withoutStatus(Map<String, RuntimeInfo> runtimes) {
        Map<String, RuntimeInfo> old = new TreeMap<>();
        runtimes.forEach((name, runtime) -> old.put(
                name,
                new RuntimeInfo(
                        runtime.path(), runtime.runtimeArgs(), runtime.runtimeType(), runtime.options(), null)));
        return old;
    }
}
