package dev.gantry.spec;

import dev.gantry.api.error.EngineException;
import dev.gantry.api.oci.SpecRequest;
import dev.gantry.api.types.ContainerConfig;
import dev.gantry.api.types.ExecCreateRequest;
import dev.gantry.api.types.HostConfig;
import dev.gantry.api.types.Ulimit;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/// The `process` object: what runs, as whom, and what it may do.
final class ProcessSection {
    private final SpecSettings settings;
    private final Capabilities capabilities;
    private final ContainerUsers users;

    ProcessSection(SpecSettings settings, Capabilities capabilities, ContainerUsers users) {
        this.settings = settings;
        this.capabilities = capabilities;
        this.users = users;
    }

    List<String> capabilities(HostConfig host) {
        return capabilities.of(host);
    }

    /// @param more environment variables that devices bring
    Map<String, Object> of(SpecRequest request, List<String> more) {
        ContainerConfig config = request.config();
        HostConfig host = request.host();
        Map<String, Object> process = started(request);
        process.put("terminal", config.Tty());
        List<Integer> size = Absent.list(host.ConsoleSize());
        if (config.Tty() && size.size() == 2 && size.get(0) > 0) {
            process.put("consoleSize", Map.of("height", size.get(0), "width", size.get(1)));
        }
        process.put("args", arguments(request));
        process.put("env", Environment.of(config, config.Tty(), more));
        process.put("cwd", directory(config.WorkingDir()));
        process.put("oomScoreAdj", host.OomScoreAdj());
        return process;
    }

    /// A start that meets an unknown user is no mistake of the request to start.
    private Map<String, Object> started(SpecRequest request) {
        try {
            return common(
                    request, capabilities.of(request.host()), request.config().User());
        } catch (EngineException e) {
            throw EngineException.system(e.getMessage(), e);
        }
    }

    private List<String> arguments(SpecRequest request) {
        List<String> args = new ArrayList<>();
        if (settings.usesInit(request.host())) {
            args.add(DefaultMounts.INIT);
            args.add("--");
        }
        args.addAll(Absent.list(request.config().Entrypoint()));
        args.addAll(Absent.list(request.config().Cmd()));
        return args;
    }

    Map<String, Object> exec(SpecRequest container, ExecCreateRequest request) {
        List<String> command = Absent.list(request.Cmd());
        if (command.isEmpty()) {
            throw EngineException.invalidParameter("No exec command specified");
        }
        ContainerConfig config = container.config();
        List<String> held = request.Privileged() ? capabilities.all() : capabilities.of(container.host());
        String user = request.User().isEmpty() ? config.User() : request.User();
        Map<String, Object> process = common(container, held, user);
        process.put("terminal", request.Tty());
        process.put("args", command);
        process.put("env", Environment.of(config, request.Tty(), request.Env()));
        String directory = request.WorkingDir().isEmpty() ? config.WorkingDir() : request.WorkingDir();
        process.put("cwd", directory(directory));
        return process;
    }

    private static String directory(String given) {
        return given.isEmpty() ? "/" : given;
    }

    private Map<String, Object> common(SpecRequest request, List<String> held, String user) {
        HostConfig host = request.host();
        Map<String, Object> process = new LinkedHashMap<>();
        ContainerUsers.Identity identity = users.resolve(request.rootfs(), user, Absent.list(host.GroupAdd()));
        process.put("user", Map.of("uid", identity.uid(), "gid", identity.gid(), "additionalGids", identity.groups()));
        process.put("capabilities", Map.of("bounding", held, "permitted", held, "effective", held));
        List<Map<String, Object>> limits = limits(host);
        if (!limits.isEmpty()) {
            process.put("rlimits", limits);
        }
        Boolean noNew = SecurityOptions.of(host).noNewPrivileges();
        if (noNew != null ? noNew : settings.noNewPrivileges()) {
            process.put("noNewPrivileges", true);
        }
        if (!request.appArmorProfile().isEmpty()) {
            process.put("apparmorProfile", request.appArmorProfile());
        }
        return process;
    }

    private List<Map<String, Object>> limits(HostConfig host) {
        Map<String, Ulimit> byName = new TreeMap<>();
        settings.ulimits().forEach(limit -> byName.put(limit.Name(), limit));
        Absent.list(host.Ulimits()).forEach(limit -> byName.put(limit.Name(), limit));
        List<Map<String, Object>> result = new ArrayList<>();
        for (Ulimit limit : byName.values()) {
            String type = "RLIMIT_" + limit.Name().toUpperCase(Locale.ROOT);
            result.add(Map.of("type", type, "hard", unsigned(limit.Hard()), "soft", unsigned(limit.Soft())));
        }
        return result;
    }

    /// -1 is "unlimited", which the specification writes as the largest unsigned number.
    private static Object unsigned(long value) {
        return value < 0 ? new BigInteger(Long.toUnsignedString(value)) : (Object) value;
    }
}
