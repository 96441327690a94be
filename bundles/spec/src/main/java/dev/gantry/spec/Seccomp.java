package dev.gantry.spec;

import dev.gantry.api.error.EngineException;
import dev.gantry.api.json.JsonCodec;
import dev.gantry.api.json.RawJson;
import dev.gantry.api.linux.Machine;
import dev.gantry.api.types.HostConfig;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// The system calls that a container may use. The default profile is written once for each set of capabilities.
final class Seccomp {
    private static final String BUILTIN = "builtin";
    private static final String UNCONFINED = "unconfined";
    private static final int MOST_CACHED = 16;

    private final JsonCodec json;
    private final Machine machine;
    private final String daemonProfile;
    private final Map<List<String>, RawJson> defaults = new ConcurrentHashMap<>();

    /// @param daemonProfile the setting `seccomp-profile`: a path, `builtin` or `unconfined`
    Seccomp(JsonCodec json, Machine machine, String daemonProfile) {
        this.json = json;
        this.machine = machine;
        this.daemonProfile = daemonProfile;
    }

    /// The `linux.seccomp` object, or null for none.
    @Nullable Object of(HostConfig host, List<String> capabilities) {
        String own = Objects.requireNonNullElse(SecurityOptions.of(host).seccomp(), "");
        boolean given = !own.isEmpty();
        if (!given && host.Privileged()) {
            return null;
        }
        String wanted = given ? own : daemonProfile.isEmpty() ? BUILTIN : daemonProfile;
        if (wanted.equals(UNCONFINED)) {
            return null;
        }
        boolean builtin = wanted.equals(BUILTIN);
        if (!machine.seccomp()) {
            if (builtin) {
                return null;
            }
            throw EngineException.invalidParameter(
                    "seccomp is not enabled in your kernel, cannot run a custom seccomp profile");
        }
        if (builtin) {
            return builtin(capabilities);
        }
        // A container brings the text of its profile: a path would read the daemon's files for whoever may create
        // containers.
        return custom(given ? wanted.getBytes(StandardCharsets.UTF_8) : file(wanted), capabilities);
    }

    private RawJson builtin(List<String> capabilities) {
        RawJson known = defaults.get(capabilities);
        if (known != null) {
            return known;
        }
        RawJson made =
                new RawJson(json.write(SeccompProfile.parse(json, resource()).resolve(target(capabilities))));
        if (defaults.size() < MOST_CACHED) {
            defaults.put(List.copyOf(capabilities), made);
        }
        return made;
    }

    private Object custom(byte[] text, List<String> capabilities) {
        try {
            return SeccompProfile.parse(json, text).resolve(target(capabilities));
        } catch (EngineException e) {
            throw EngineException.system("Decoding seccomp profile failed: " + e.getMessage(), e);
        }
    }

    private static byte[] file(String path) {
        try {
            return Files.readAllBytes(Path.of(path));
        } catch (IOException | RuntimeException e) {
            throw EngineException.invalidParameter("opening seccomp profile (" + path + ") failed", e);
        }
    }

    private static byte[] resource() {
        try (InputStream in = Seccomp.class.getResourceAsStream("default-seccomp.json")) {
            if (in == null) {
                throw EngineException.system("the default seccomp profile is missing");
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw EngineException.system("the default seccomp profile cannot be read", e);
        }
    }

    private SeccompProfile.Target target(List<String> capabilities) {
        String architecture = machine.architecture();
        String go = switch (architecture) {
            case "x86_64" -> "amd64";
            case "aarch64" -> "arm64";
            default -> architecture;
        };
        String seccomp = "SCMP_ARCH_" + architecture.toUpperCase(Locale.ROOT);
        return new SeccompProfile.Target(
                go, seccomp, SeccompProfile.kernelVersion(machine.kernelRelease()), new HashSet<>(capabilities));
    }
}
