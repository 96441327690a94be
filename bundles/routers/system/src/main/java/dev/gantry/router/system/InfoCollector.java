package dev.gantry.router.system;

import dev.gantry.api.container.ContainerCounts;
import dev.gantry.api.container.Containers;
import dev.gantry.api.event.Events;
import dev.gantry.api.http.ApiVersion;
import dev.gantry.api.image.Images;
import dev.gantry.api.json.JsonCodec;
import dev.gantry.api.linux.CgroupHierarchy;
import dev.gantry.api.linux.Machine;
import dev.gantry.api.logging.ContainerLogs;
import dev.gantry.api.network.Networks;
import dev.gantry.api.oci.OciSpecs;
import dev.gantry.api.registry.Registry;
import dev.gantry.api.runtime.RuntimeVersion;
import dev.gantry.api.types.AddressPool;
import dev.gantry.api.types.Commit;
import dev.gantry.api.types.ContainerdInfo;
import dev.gantry.api.types.ContainerdNamespaces;
import dev.gantry.api.types.FirewallInfo;
import dev.gantry.api.types.HostConfigBuilder;
import dev.gantry.api.types.Info;
import dev.gantry.api.types.InfoBuilder;
import dev.gantry.api.types.PluginsInfo;
import dev.gantry.api.types.RuntimeInfo;
import dev.gantry.api.types.SwarmInfo;
import dev.gantry.api.types.Timestamps;
import dev.gantry.api.volume.Volumes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Collects what info shows, part by part. A part that cannot be had is left empty.
@SuppressWarnings("NullAway") // The generated builders do not say that null is allowed.
final class InfoCollector {
    private static final Pattern POOL = Pattern.compile("base=([^,]+),size=(\\d{1,3})");
    private static final String FEATURES = "org.opencontainers.runtime-spec.features";
    private static final String FORWARDING = "/proc/sys/net/ipv4/ip_forward";
    private static final RuntimeVersion.Component UNKNOWN = new RuntimeVersion.Component("", "");

    private final SystemServices services;
    private final SystemSettings settings;

    InfoCollector(SystemServices services, SystemSettings settings) {
        this.services = services;
        this.settings = settings;
    }

    Info collect() {
        InfoBuilder info = InfoBuilder.builder();
        counts(info);
        machine(info);
        cgroups(info);
        daemon(info);
        runtime(info);
        return info.build();
    }

    private void counts(InfoBuilder info) {
        ContainerCounts counts =
                SystemServices.ask(services.containers, Containers::counts, new ContainerCounts(0, 0, 0));
        info.Containers(counts.total())
                .ContainersRunning(counts.running())
                .ContainersPaused(counts.paused())
                .ContainersStopped(counts.stopped())
                .Images(SystemServices.ask(services.images, Images::count, 0))
                .NEventsListener(SystemServices.ask(services.events, Events::listeners, 0))
                .NGoroutines(threads())
                .NFd(openDescriptors());
    }

    private static int openDescriptors() {
        String[] names = Path.of("/proc/self/fd").toFile().list();
        return names == null ? 0 : names.length;
    }

    /// The process's threads as the kernel counts them; virtual ones are not among them.
    private static int threads() {
        String[] names = Path.of("/proc/self/task").toFile().list();
        return names == null ? 0 : names.length;
    }

    private void machine(InfoBuilder info) {
        Map<String, String> release = SystemServices.ask(services.machine, Machine::osRelease, Map.of());
        info.KernelVersion(SystemServices.ask(services.machine, Machine::kernelRelease, ""))
                .OperatingSystem(release.getOrDefault("PRETTY_NAME", "Linux"))
                .OSVersion(release.getOrDefault("VERSION_ID", ""))
                .OSType("linux")
                .Architecture(SystemServices.ask(services.machine, Machine::architecture, ""))
                .NCPU(SystemServices.ask(services.machine, Machine::processors, 0))
                .MemTotal(SystemServices.ask(services.machine, Machine::memoryBytes, 0L))
                .Name(SystemServices.ask(services.machine, Machine::hostName, ""))
                .IPv4Forwarding(isOne(FORWARDING))
                .SystemTime(Timestamps.format(Instant.now()));
    }

    private static boolean isOne(String file) {
        try {
            return Files.readString(Path.of(file)).strip().equals("1");
        } catch (IOException e) {
            return false;
        }
    }

    private void cgroups(InfoBuilder info) {
        CgroupHierarchy groups =
                SystemServices.ask(services.machine, Machine::cgroups, new CgroupHierarchy(2, Set.of(), Map.of()));
        Set<String> has = groups.controllers();
        boolean memory = has.contains("memory");
        boolean cpu = has.contains("cpu");
        boolean swap = memory && (groups.version() == 2 || isReadable(groups, "memory.memsw.limit_in_bytes"));
        boolean oomKill = groups.version() == 1 && memory;
        info.CgroupVersion(String.valueOf(groups.version()))
                .CgroupDriver(SystemServices.ask(
                        services.specs,
                        OciSpecs::cgroupDriver,
                        settings.option("exec-opts", "native.cgroupdriver", "cgroupfs")))
                .MemoryLimit(memory)
                .SwapLimit(swap)
                .CpuCfsPeriod(cpu)
                .CpuCfsQuota(cpu)
                .CPUShares(cpu)
                .CPUSet(has.contains("cpuset"))
                .PidsLimit(has.contains("pids"))
                .OomKillDisable(oomKill)
                .Warnings(warnings(HostWarnings.limits(memory, swap, cpu, oomKill || groups.version() == 2, has)));
    }

    private List<String> warnings(List<String> limits) {
        List<String> all = new ArrayList<>(HostWarnings.api(settings));
        all.addAll(limits);
        if (!isOne(FORWARDING)) {
            all.add("WARNING: IPv4 forwarding is disabled");
        }
        return all.isEmpty() ? null : all;
    }

    private static boolean isReadable(CgroupHierarchy groups, String file) {
        Path memory = groups.mounts().get("memory");
        return memory != null && Files.isReadable(memory.resolve(file));
    }

    private void daemon(InfoBuilder info) {
        info.ID(engineId())
                .Debug(settings.flag("debug"))
                .LoggingDriver(SystemServices.ask(
                        services.logs, ContainerLogs::defaultDriver, settings.text("log-driver", "json-file")))
                .Plugins(new PluginsInfo(
                        List.copyOf(SystemServices.ask(services.volumes, Volumes::drivers, Set.of())),
                        List.copyOf(SystemServices.ask(services.networks, Networks::drivers, Set.of())),
                        settings.list("authorization-plugins"),
                        List.copyOf(SystemServices.ask(services.logs, ContainerLogs::drivers, Set.of()))))
                .IndexServerAddress("https://index.docker.io/v1/")
                .RegistryConfig(SystemServices.ask(services.registry, Registry::rules, null))
                .DockerRootDir(settings.text("data-root"))
                .HttpProxy(masked(settings.text("http-proxy")))
                .HttpsProxy(masked(settings.text("https-proxy")))
                .NoProxy(settings.text("no-proxy"))
                .Labels(settings.list("labels"))
                .ExperimentalBuild(settings.flag("experimental"))
                .ServerVersion(ApiVersion.RELEASE)
                .LiveRestoreEnabled(settings.flag("live-restore"))
                .Swarm(new SwarmInfo("", "", "inactive", false, "", null))
                .SecurityOptions(security())
                .DefaultAddressPools(pools())
                .FirewallBackend(new FirewallInfo("nftables", null))
                .CDISpecDirs(settings.list("cdi-spec-dirs"))
                .DiscoveredDevices(SystemServices.ask(services.specs, OciSpecs::discoveredDevices, List.of()));
    }

    /// `base=10.0.0.0/8,size=24` each.
    private List<AddressPool> pools() {
        List<AddressPool> pools = new ArrayList<>();
        for (String text : settings.list("default-address-pools")) {
            Matcher pool = POOL.matcher(text);
            if (pool.matches()) {
                pools.add(new AddressPool(pool.group(1), Integer.parseInt(pool.group(2))));
            }
        }
        return pools;
    }

    private String engineId() {
        try {
            return Files.readString(Path.of(settings.text("data-root"), "engine-id"))
                    .strip();
        } catch (IOException e) {
            return "";
        }
    }

    private static String masked(String proxy) {
        return proxy.replaceFirst("://[^/@]+@", "://xxxxx:xxxxx@");
    }

    private List<String> security() {
        List<String> options = new ArrayList<>();
        if (SystemServices.ask(services.specs, InfoCollector::confines, false)) {
            options.add("name=apparmor");
        }
        if (SystemServices.ask(services.machine, Machine::seccomp, false)) {
            String profile = settings.text("seccomp-profile", "builtin");
            options.add("name=seccomp,profile=" + profile);
        }
        if (SystemServices.ask(services.machine, Machine::seLinux, false)) {
            options.add("name=selinux");
        }
        if (SystemServices.ask(services.machine, machine -> machine.cgroups().version(), 0) == 2) {
            options.add("name=cgroupns");
        }
        return options;
    }

    /// The kernel's word is not enough: where no profile can be loaded, containers run under none.
    private static boolean confines(OciSpecs specs) {
        return !specs.appArmorProfile(HostConfigBuilder.builder().build()).isEmpty();
    }

    private Map<String, RuntimeInfo> runtimes() {
        Map<String, RuntimeInfo> runtimes = new TreeMap<>();
        runtimes.put("runc", new RuntimeInfo("runc", null, "", null, status("runc")));
        runtimes.put("io.containerd.runc.v2", new RuntimeInfo("runc", null, "", null, status("runc")));
        for (String entry : settings.list("runtimes")) {
            int equals = entry.indexOf('=');
            byte[] object = entry.substring(equals + 1).getBytes(StandardCharsets.UTF_8);
            RuntimeInfo named = services.json.call(json -> json.read(object, RuntimeInfo.class));
            runtimes.put(
                    entry.substring(0, equals),
                    new RuntimeInfo(
                            named.path(),
                            named.runtimeArgs(),
                            named.runtimeType(),
                            named.options(),
                            named.path().isEmpty() ? null : status(named.path())));
        }
        return runtimes;
    }

    /// What the program says that it can do; null when it says nothing.
    private Map<String, String> status(String program) {
        String features = SystemServices.ask(services.runtime, runtime -> runtime.ociFeatures(program), "");
        return features.isEmpty()
                ? null
                : SystemServices.ask(services.json, json -> Map.of(FEATURES, compact(json, features)), null);
    }

    private static String compact(JsonCodec json, String object) {
        byte[] text = object.getBytes(StandardCharsets.UTF_8);
        return new String(json.write(json.read(text, Map.class)), StandardCharsets.UTF_8);
    }

    private void runtime(InfoBuilder info) {
        RuntimeVersion.Component containerd = SystemServices.ask(services.runtime, RuntimeVersion::containerd, UNKNOWN);
        RuntimeVersion.Component runc =
                SystemServices.ask(services.runtime, runtime -> runtime.ociRuntime("runc"), UNKNOWN);
        RuntimeVersion.Component init = SystemServices.ask(
                services.runtime, runtime -> InitProgram.version(runtime, settings.text("init-path")), UNKNOWN);
        info.Driver(settings.text("storage-driver", "overlayfs"))
                .DriverStatus(List.of(List.of("driver-type", "io.containerd.snapshotter.v1")))
                .Runtimes(runtimes())
                .DefaultRuntime(settings.text("default-runtime", "runc"))
                .InitBinary(settings.text("init-path", "docker-init"))
                .ContainerdCommit(new Commit(containerd.commit(), ""))
                .RuncCommit(new Commit(runc.commit(), ""))
                .InitCommit(new Commit(init.commit().isEmpty() ? init.version() : init.commit(), ""))
                .Containerd(SystemServices.ask(
                        services.runtime,
                        version -> new ContainerdInfo(
                                version.address().toString(),
                                new ContainerdNamespaces(version.namespace(), "plugins." + version.namespace())),
                        null));
    }
}
