package dev.gantry.spec;

import dev.gantry.api.error.EngineException;
import dev.gantry.api.json.JsonCodec;
import dev.gantry.api.linux.AtomicFiles;
import dev.gantry.api.linux.Descriptors;
import dev.gantry.api.linux.FileNodes;
import dev.gantry.api.linux.Machine;
import dev.gantry.api.oci.CheckedHostConfig;
import dev.gantry.api.oci.OciSpecs;
import dev.gantry.api.oci.SpecMount;
import dev.gantry.api.oci.SpecRequest;
import dev.gantry.api.runtime.ShimOptions;
import dev.gantry.api.types.ContainerConfig;
import dev.gantry.api.types.DeviceInfo;
import dev.gantry.api.types.ExecCreateRequest;
import dev.gantry.api.types.HostConfig;
import dev.gantry.spec.cdi.CdiDevices;
import dev.gantry.spec.cdi.Edits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Writes OCI runtime specifications from Docker's configuration.
@Component(configurationPid = "dev.gantry.spec", configurationPolicy = ConfigurationPolicy.REQUIRE)
public final class SpecWriter implements OciSpecs {
    private static final Logger LOG = LoggerFactory.getLogger(SpecWriter.class);

    /// Any user may ping and bind low ports in a network of its own.
    private static final Map<String, String> NETWORK_DEFAULTS =
            Map.of("net.ipv4.ping_group_range", "0 2147483647", "net.ipv4.ip_unprivileged_port_start", "0");

    private final JsonCodec json;
    private final NamedRuntimes runtimes = new NamedRuntimes();
    private final SpecSettings settings;
    private final AppArmor appArmor;
    private final ControlGroups groups;
    private final ProcessSection processes;
    private final LinuxSection linux;
    private final DefaultMounts mounts;
    private final CdiDevices described;
    private final DeviceRequests devices;
    private final ConfigurationCheck check;

    /// The daemon's settings; `$_$` stands for a hyphen.
    @interface Config {
        /// OCI runtime of containers that name none.
        String default$_$runtime() default "runc";

        /// Bytes of `/dev/shm`.
        long default$_$shm$_$size() default 64L << 20;

        /// Resource limits, `name=soft[:hard]`.
        String[] default$_$ulimits() default {};

        /// IPC namespace of containers that name none.
        String default$_$ipc$_$mode() default "private";

        /// Control group namespace of containers that name none.
        String default$_$cgroupns$_$mode() default "";

        /// Whether containers run an init process.
        boolean init() default false;

        /// The init program.
        String init$_$path() default "";

        /// Parent control group.
        String cgroup$_$parent() default "";

        /// Microseconds; 0 leaves the parent control groups alone.
        long cpu$_$rt$_$period() default 0;

        /// Microseconds; 0 leaves the parent control groups alone.
        long cpu$_$rt$_$runtime() default 0;

        /// Directories that describe devices; none switches them off.
        String[] cdi$_$spec$_$dirs() default {};

        /// `native.cgroupdriver=…`.
        String[] exec$_$opts() default {};

        /// A path, `builtin` or `unconfined`.
        String seccomp$_$profile() default "builtin";

        /// Whether containers gain no privileges through programs.
        boolean no$_$new$_$privileges() default false;

        /// Further OCI runtimes: `name=` and what `daemon.json` has for it, as JSON.
        String[] runtimes() default {};

        /// Directory of everything that outlives a boot.
        String data$_$root() default "/var/lib/docker";

        /// Directory of state that a boot ends.
        String exec$_$root() default "/var/run/docker";
    }

    /// For Declarative Services.
    @Activate
    public SpecWriter(
            Config config,
            @Reference JsonCodec json,
            @Reference Machine machine,
            @Reference FileNodes files,
            @Reference Descriptors descriptors,
            @Reference AtomicFiles atomic) {
        this(
                settings(config, machine),
                json,
                machine,
                files,
                descriptors,
                ownCapabilities(),
                new AppArmor(
                        Path.of("/"),
                        machine.appArmor(),
                        System.getenv().getOrDefault("container", ""),
                        AppArmor::parse));
        runtimes.read(config.runtimes(), Path.of(config.data$_$root(), "runtimes"), json, atomic, boot());
        Thread.ofVirtual().name("apparmor").start(this::loadDefaultProfile);
    }

    private static Instant boot() {
        try {
            String uptime = Files.readString(Path.of("/proc/uptime")).split(" ")[0];
            return Instant.now().minusMillis((long) (Double.parseDouble(uptime) * 1000));
        } catch (IOException | NumberFormatException e) {
            return Instant.EPOCH;
        }
    }

    /// Without it no container starts that names no other; each start tries again.
    private void loadDefaultProfile() {
        try {
            appArmor.requireDefault();
        } catch (EngineException e) {
            LOG.error("{}", e.getMessage());
        }
    }

    SpecWriter(
            SpecSettings settings,
            JsonCodec json,
            Machine machine,
            FileNodes files,
            Descriptors descriptors,
            Capabilities capabilities,
            AppArmor appArmor) {
        this.json = json;
        this.described = new CdiDevices(settings.cdiDirectories(), json);
        this.devices = new DeviceRequests(searchPath(), described);
        this.settings = settings;
        this.appArmor = appArmor;
        this.groups = new ControlGroups(machine.cgroups(), settings);
        this.processes = new ProcessSection(settings, capabilities, new ContainerUsers(descriptors));
        int[] kernel = SeccompProfile.kernelVersion(machine.kernelRelease());
        boolean recursive = kernel[0] > 5 || (kernel[0] == 5 && kernel[1] >= 12);
        this.mounts = new DefaultMounts(settings, recursive);
        this.linux = new LinuxSection(
                groups,
                new Resources(files),
                new Devices(files),
                new Seccomp(json, machine, settings.seccompProfile()));
        this.check = new ConfigurationCheck(settings, groups, capabilities, machine.processors());
    }

    private static List<Path> searchPath() {
        return Arrays.stream(System.getenv().getOrDefault("PATH", "").split(":"))
                .filter(directory -> directory.startsWith("/"))
                .map(Path::of)
                .toList();
    }

    private static SpecSettings settings(Config config, Machine machine) {
        return new SpecSettings(
                SpecSettings.systemd(
                        config.exec$_$opts(),
                        machine.cgroups().version() == 2 && Files.isDirectory(Path.of("/run/systemd/system"))),
                config.cgroup$_$parent(),
                new RealtimeShare(config.cpu$_$rt$_$period(), config.cpu$_$rt$_$runtime()),
                config.default$_$runtime(),
                Path.of(config.exec$_$root(), "runtime-runc").toString(),
                config.init(),
                config.init$_$path(),
                config.seccomp$_$profile(),
                config.no$_$new$_$privileges(),
                config.default$_$ipc$_$mode(),
                config.default$_$cgroupns$_$mode(),
                config.default$_$shm$_$size(),
                SpecSettings.ulimits(config.default$_$ulimits()),
                Arrays.stream(config.cdi$_$spec$_$dirs()).map(Path::of).toList());
    }

    private static Capabilities ownCapabilities() {
        try {
            for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
                if (line.startsWith("CapBnd:")) {
                    return Capabilities.ofMask(
                            Long.parseUnsignedLong(line.substring(7).strip(), 16));
                }
            }
        } catch (IOException e) {
            throw EngineException.system("cannot read the daemon's own capabilities", e);
        }
        return Capabilities.ofMask(-1);
    }

    @Override
    public CheckedHostConfig check(ContainerConfig config, HostConfig host) {
        return check.created(config, host);
    }

    @Override
    public CheckedHostConfig checkUpdate(HostConfig host) {
        return check.updated(host);
    }

    @Override
    public byte[] container(SpecRequest request) {
        HostConfig host = request.host();
        requireProfile(request);
        groups.openRealtime(request.id(), host);
        Map<String, Object> spec = new LinkedHashMap<>();
        spec.put("ociVersion", "1.0.2");
        List<String> capabilities = processes.capabilities(host);
        Edits granted = devices.of(Absent.list(host.DeviceRequests()));
        Map<String, Object> process = processes.of(request, granted.environment());
        Map<String, Object> user = Injection.user(process.get("user"), granted.groups());
        process.put("user", user);
        spec.put("process", process);
        if (!granted.hooks().isEmpty()) {
            spec.put("hooks", Injection.hooks(granted.hooks()));
        }
        spec.put("root", Map.of("path", request.rootfs().toString(), "readonly", host.ReadonlyRootfs()));
        if (!host.UTSMode().equals("host")) {
            spec.put("hostname", request.config().Hostname());
        }
        Set<String> users =
                request.mounts().stream().map(SpecMount::destination).collect(Collectors.toSet());
        spec.put("mounts", Injection.mounts(mounts.of(request), granted.mounts(), users));
        if (!Absent.map(host.Annotations()).isEmpty()) {
            spec.put("annotations", Absent.map(host.Annotations()));
        }
        Map<String, Object> section = linux.of(request, capabilities, granted.nodes(), user);
        section.put("sysctl", sysctls(request));
        if (!granted.intelRdt().isEmpty()) {
            section.put("intelRdt", granted.intelRdt());
        }
        spec.put("linux", section);
        return json.write(spec);
    }

    private void requireProfile(SpecRequest request) {
        if (request.appArmorProfile().equals(AppArmor.DEFAULT)) {
            appArmor.requireDefault();
        }
    }

    private static Map<String, String> sysctls(SpecRequest request) {
        Map<String, String> result = new TreeMap<>();
        String mode = request.host().NetworkMode();
        Map<String, String> wanted = Absent.map(request.host().Sysctls());
        if (request.joined().network() != null && !mode.startsWith("container:")) {
            NETWORK_DEFAULTS.forEach((name, value) -> result.put(name, wanted.getOrDefault(name, value)));
        }
        String domain = request.config().Domainname();
        if (!domain.isEmpty() && !request.host().UTSMode().equals("host")) {
            result.put("kernel.domainname", domain);
        }
        Map<String, String> own = request.sysctls();
        result.putAll(own != null ? own : wanted);
        return result;
    }

    @Override
    public byte[] exec(SpecRequest container, ExecCreateRequest request) {
        requireProfile(container);
        return json.write(processes.exec(container, request));
    }

    @Override
    public byte[] resources(HostConfig host) {
        return json.write(linux.resources(host));
    }

    @Override
    public ShimOptions shim(HostConfig host) {
        String name = host.Runtime().isEmpty() ? settings.runtime() : host.Runtime();
        boolean noPivot = "1".equals(System.getenv("DOCKER_RAMDISK"));
        if (name.equals("runc") || name.equals(ShimOptions.RUNC_V2) || name.equals("io.containerd.runtime.v1.linux")) {
            return new ShimOptions(
                    ShimOptions.RUNC_V2, "runc", settings.runtimeRoot(), settings.systemdCgroup(), noPivot);
        }
        NamedRuntimes.Runtime named = runtimes.find(name);
        if (named != null) {
            return named.type().isEmpty()
                    ? new ShimOptions(
                            ShimOptions.RUNC_V2,
                            named.program(),
                            settings.runtimeRoot(name),
                            settings.systemdCgroup(),
                            noPivot)
                    : new ShimOptions(named.type(), "runc", null, settings.systemdCgroup(), noPivot, named.options());
        }
        if (name.startsWith("io.containerd.") || name.startsWith("/")) {
            return new ShimOptions(name, "runc", null, settings.systemdCgroup(), noPivot);
        }
        throw EngineException.invalidParameter("unknown or invalid runtime name: " + name);
    }

    @Override
    public List<DeviceInfo> discoveredDevices() {
        return described.names().stream()
                .map(name -> new DeviceInfo("cdi", name))
                .toList();
    }

    @Override
    public String cgroup(String id, HostConfig host) {
        return groups.path(id, host);
    }

    @Override
    public String appArmorProfile(HostConfig host) {
        return appArmor.profile(host);
    }

    @Override
    public String cgroupDriver() {
        return settings.systemdCgroup() ? "systemd" : "cgroupfs";
    }
}
