package dev.gantry.spec;

import dev.gantry.api.error.EngineException;
import dev.gantry.api.oci.CheckedHostConfig;
import dev.gantry.api.types.ContainerConfig;
import dev.gantry.api.types.Healthcheck;
import dev.gantry.api.types.HostConfig;
import dev.gantry.api.types.HostConfigBuilder;
import dev.gantry.api.types.RestartPolicy;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What Docker refuses in a new container's configuration, in its words, and what it fills in.
final class ConfigurationCheck {
    private static final long MILLISECOND = 1_000_000;
    private static final Pattern SLICE = Pattern.compile(".+\\.slice");
    private static final String CONTAINER = "container:";

    private final SpecSettings settings;
    private final ControlGroups groups;
    private final Capabilities capabilities;
    private final ResourceCheck resources;
    private final int processors;

    ConfigurationCheck(SpecSettings settings, ControlGroups groups, Capabilities capabilities, int processors) {
        this.settings = settings;
        this.groups = groups;
        this.capabilities = capabilities;
        this.processors = processors;
        this.resources = new ResourceCheck(groups, processors);
    }

    CheckedHostConfig created(ContainerConfig config, HostConfig given) {
        portable(config);
        modes(config, given);
        networkMode(config, given);
        restartPolicy(given);
        if (given.Privileged() && given.CgroupnsMode().equals("private") && groups.version() == 1) {
            throw invalid(
                    "privileged mode is incompatible with private cgroup namespaces on cgroup v1 hosts.  You must run"
                            + " the container in the host cgroup namespace when running privileged mode.");
        }
        capabilities("CapAdd", given.CapAdd());
        capabilities("CapDrop", given.CapDrop());
        SecurityOptions.of(given);
        Absent.list(given.DeviceCgroupRules()).forEach(Devices::parsed);
        if (!given.Isolation().isEmpty() && !given.Isolation().equals("default")) {
            throw invalid("Invalid isolation: \"" + given.Isolation() + "\" - linux only supports 'default'");
        }
        if (given.OomScoreAdj() < -1000 || given.OomScoreAdj() > 1000) {
            throw invalid("Invalid value " + given.OomScoreAdj() + ", range for oom score adj is [-1000, 1000]");
        }
        if (given.ShmSize() < 0) {
            throw invalid("SHM size can not be less than 0");
        }
        if (settings.systemdCgroup()
                && !given.CgroupParent().isEmpty()
                && !SLICE.matcher(given.CgroupParent()).matches()) {
            throw invalid("cgroup-parent for systemd cgroup should be a valid slice named as \"xxx.slice\"");
        }
        Absent.map(given.Tmpfs()).keySet().forEach(ConfigurationCheck::mountPoint);
        if (!Absent.map(given.StorageOpt()).isEmpty()) {
            throw invalid("--storage-opt is supported only for overlay over xfs with 'pquota' mount option");
        }
        List<String> warnings = new ArrayList<>();
        if (given.NetworkMode().equals("host")
                && !Absent.map(given.PortBindings()).isEmpty()) {
            warnings.add("Published ports are discarded when using host network mode");
        }
        HostConfig host = resources.checked(given, false, warnings);
        return new CheckedHostConfig(completed(host), warnings);
    }

    CheckedHostConfig updated(HostConfig given) {
        restartPolicy(given);
        List<String> warnings = new ArrayList<>();
        return new CheckedHostConfig(resources.checked(given, true, warnings), warnings);
    }

    private HostConfig completed(HostConfig host) {
        HostConfigBuilder builder = HostConfigBuilder.builder(host);
        if (host.ShmSize() == 0) {
            builder.ShmSize(settings.shmSize());
        }
        if (host.IpcMode().isEmpty()) {
            builder.IpcMode(settings.ipcMode().isEmpty() ? "private" : settings.ipcMode());
        }
        if (host.CgroupnsMode().isEmpty()) {
            String byVersion = groups.version() == 2 ? "private" : "host";
            boolean byDefault = settings.cgroupnsMode().isEmpty() || (host.Privileged() && groups.version() == 1);
            builder.CgroupnsMode(byDefault ? byVersion : settings.cgroupnsMode());
        }
        if (host.Runtime().isEmpty()) {
            builder.Runtime(settings.runtime());
        }
        boolean seesHost = host.Privileged()
                || host.IpcMode().equals("host")
                || host.PidMode().equals("host");
        if (seesHost && host.SecurityOpt() == null) {
            builder.SecurityOpt(List.of("label=disable"));
        }
        if (!host.Privileged()) {
            if (host.MaskedPaths() == null) {
                builder.MaskedPaths(HiddenPaths.masked(processors));
            }
            if (host.ReadonlyPaths() == null) {
                builder.ReadonlyPaths(HiddenPaths.READ_ONLY);
            }
        }
        return builder.build();
    }

    private void capabilities(String option, @Nullable List<String> names) {
        try {
            capabilities.normalized(Absent.list(names));
        } catch (EngineException e) {
            throw e.prefixed("invalid " + option);
        }
    }

    private static void mountPoint(String path) {
        require(path.startsWith("/"), "invalid mount path: '" + path + "' mount path must be absolute");
        require(!Path.of(path).normalize().equals(Path.of("/")), "invalid specification: destination can't be '/'");
    }

    private static void portable(ContainerConfig config) {
        String directory = config.WorkingDir();
        if (!directory.isEmpty() && !directory.startsWith("/")) {
            throw invalid("the working directory '" + directory + "' is invalid, it needs to be an absolute path");
        }
        for (String entry : Absent.list(config.Env())) {
            if (entry.isEmpty() || entry.startsWith("=")) {
                throw invalid("invalid environment variable: " + entry);
            }
        }
        Healthcheck health = config.Healthcheck();
        if (health != null) {
            probe("Interval", health.Interval());
            probe("Timeout", health.Timeout());
            probe("StartPeriod", health.StartPeriod());
            probe("StartInterval", health.StartInterval());
            if (health.Retries() < 0) {
                throw invalid("Retries in Healthcheck cannot be negative");
            }
        }
    }

    private static void probe(String name, long nanos) {
        if (nanos != 0 && nanos < MILLISECOND) {
            throw invalid(name + " in Healthcheck cannot be less than 1ms");
        }
    }

    private static void modes(ContainerConfig config, HostConfig host) {
        require(Set.of("", "host").contains(host.UTSMode()), "invalid UTS mode: " + host.UTSMode());
        require(
                Set.of("", "none", "private", "shareable", "host").contains(host.IpcMode()) || names(host.IpcMode()),
                "invalid IPC mode: " + host.IpcMode());
        require(
                Set.of("", "host").contains(host.PidMode()) || names(host.PidMode()),
                "invalid PID mode: " + host.PidMode());
        require(Set.of("", "host").contains(host.UsernsMode()), "invalid userns mode: " + host.UsernsMode());
        require(
                Set.of("", "host", "private").contains(host.CgroupnsMode()),
                "invalid cgroup namespace mode: " + host.CgroupnsMode());
        if (host.UTSMode().equals("host") && !config.Hostname().isEmpty()) {
            throw invalid("conflicting options: hostname and the UTS mode");
        }
    }

    private static boolean names(String mode) {
        return mode.startsWith(CONTAINER) && mode.length() > CONTAINER.length();
    }

    private static void networkMode(ContainerConfig config, HostConfig host) {
        boolean links = !Absent.list(host.Links()).isEmpty();
        if (host.NetworkMode().equals("host") && links) {
            throw invalid("conflicting options: host type networking can't be used with links. This would result in"
                    + " undefined behavior");
        }
        if (!host.NetworkMode().startsWith(CONTAINER)) {
            return;
        }
        require(names(host.NetworkMode()), "invalid container format container:<name|id>");
        require(config.Hostname().isEmpty(), "conflicting options: hostname and the network mode");
        require(
                !links,
                "conflicting options: container type network can't be used with links. This would result in undefined"
                        + " behavior");
        require(Absent.list(host.Dns()).isEmpty(), "conflicting options: dns and the network mode");
        require(
                Absent.list(host.ExtraHosts()).isEmpty(),
                "conflicting options: custom host-to-IP mapping and the network mode");
        require(config.MacAddress().isEmpty(), "conflicting options: mac-address and the network mode");
        require(
                Absent.map(host.PortBindings()).isEmpty() && !host.PublishAllPorts(),
                "conflicting options: port publishing and the container type network mode");
        require(
                Absent.map(config.ExposedPorts()).isEmpty(),
                "conflicting options: port exposing and the container type network mode");
    }

    private static void restartPolicy(HostConfig host) {
        RestartPolicy policy = host.RestartPolicy();
        int count = policy.MaximumRetryCount();
        switch (policy.Name()) {
            case "", "no", "always", "unless-stopped" -> {
                if (count != 0) {
                    throw invalid("invalid restart policy: maximum retry count can only be used with 'on-failure'"
                            + (count < 0 ? " and cannot be negative" : ""));
                }
            }
            case "on-failure" -> require(count >= 0, "invalid restart policy: maximum retry count cannot be negative");
            default ->
                throw invalid("invalid restart policy: unknown policy '" + policy.Name()
                        + "'; use one of 'no', 'always', 'on-failure', or 'unless-stopped'");
        }
        if (host.AutoRemove() && !policy.Name().isEmpty() && !policy.Name().equals("no")) {
            throw invalid("can't create 'AutoRemove' container with restart policy");
        }
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw invalid(otherwise);
        }
    }

    private static EngineException invalid(String message) {
        return EngineException.invalidParameter(message);
    }
}
