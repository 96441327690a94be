package dev.gantry.config;

import dev.gantry.api.config.DaemonConfig;
import dev.gantry.api.config.Origin;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Command line, file and defaults become one configuration.
final class Merge {
    private static final String RESTART = "restart";
    private static final String DRIVER = "DOCKER_DRIVER";

    private final Options options;
    private final Arguments arguments;
    private final Map<String, String> environment;

    Merge(Options options, Arguments arguments, Map<String, String> environment) {
        this.options = options;
        this.arguments = arguments;
        this.environment = Map.copyOf(environment);
    }

    /// @throws IllegalArgumentException in Docker's words
    Merged merge() {
        return merge(null);
    }

    /// @param content what to take for the file's content; null for the file itself
    /// @throws IllegalArgumentException in Docker's words
    Merged merge(byte @Nullable [] content) {
        Path path = file();
        FileSettings file = null;
        if (content != null || arguments.has("config-file") || Files.exists(path)) {
            try {
                file = FileSettings.of(
                        options, content == null ? ConfigurationFile.read(path) : ConfigurationFile.parse(content));
                refuseConflicts(file);
            } catch (IOException | IllegalArgumentException e) {
                throw new IllegalArgumentException(
                        "unable to configure the Docker daemon with file " + path + ": " + e.getMessage(), e);
            }
        }
        Merged merged;
        try {
            DaemonConfig config = new DaemonConfig(merged(file));
            Checks.check(config);
            HostSupport host = new HostSupport();
            host.check(config);
            List<String> warnings = new ArrayList<>(host.warnings(config));
            warnings.addAll(StorageOptions.warnings(config));
            warnings.addAll(VariablesWithoutEffect.warnings(environment));
            warnings.addAll(file == null ? List.of() : file.warnings());
            if (arguments.has(RESTART)) {
                warnings.add("Flag --restart has been deprecated, Please use a restart policy on docker run");
            }
            merged = new Merged(config, origins(config, file), warnings);
        } catch (IllegalArgumentException e) {
            String where =
                    file == null ? "" : "merged configuration validation from file and command line flags failed: ";
            throw new IllegalArgumentException(where + e.getMessage(), e);
        }
        ReadableProfiles.check(merged.config());
        return merged;
    }

    /// Where the file is, be it there or not.
    Path file() {
        return Path.of(text("config-file"));
    }

    private String text(String flag) {
        Option option = options.flag(flag);
        Object value = option == null ? null : arguments.value(option);
        return String.valueOf(value != null ? value : option == null ? "" : option.fallback());
    }

    private void refuseConflicts(FileSettings file) {
        List<String> conflicts = new ArrayList<>();
        for (Option option : options.all()) {
            if (!option.key().isEmpty()
                    && option.kind() != Option.Kind.RUNTIMES
                    && arguments.has(option)
                    && file.names(option)) {
                boolean secret = Secrets.PROXIES.contains(option.key());
                String flag = secret ? "xxxxx" : GoText.of(arguments.value(option));
                conflicts.add(option.key() + ": (from flag: " + flag + ", from file: "
                        + (secret ? "xxxxx" : file.shown(option)) + ")");
            }
        }
        List<String> errors = new ArrayList<>();
        if (!conflicts.isEmpty()) {
            errors.add("the following directives are specified both as a flag and in the configuration file: "
                    + String.join(", ", conflicts));
        }
        errors.addAll(file.contradictions());
        if (!errors.isEmpty()) {
            throw new IllegalArgumentException(String.join("\n", errors));
        }
    }

    private Map<String, Object> merged(@Nullable FileSettings file) {
        Map<String, Object> values = new HashMap<>();
        for (Option option : options.all()) {
            Object value = value(option, file);
            if (!option.supported() && !value.equals(option.fallback())) {
                throw option.notYet(arguments.has(option) ? "--" + option.flag() : option.key());
            }
            if (!option.key().isEmpty()) {
                values.put(option.key(), value);
            }
        }
        complete(values, file);
        return values;
    }

    private Map<String, Origin> origins(DaemonConfig config, @Nullable FileSettings file) {
        Map<String, Origin> origins = new HashMap<>();
        for (String key : config.values().keySet()) {
            Option option = options.key(key);
            origins.put(key, option == null ? derived(key) : origin(option, file));
        }
        return origins;
    }

    private Origin derived(String key) {
        if (key.equals(RESTART) && arguments.has(RESTART)) {
            return Origin.FLAG;
        }
        boolean named = key.equals("api-min-version")
                && !environment.getOrDefault("DOCKER_MIN_API_VERSION", "").isEmpty();
        return named ? Origin.ENVIRONMENT : Origin.DEFAULT;
    }

    private Origin origin(Option option, @Nullable FileSettings file) {
        if (isInEnvironment(option)) {
            return Origin.ENVIRONMENT;
        }
        Object fromFile = file == null ? null : file.value(option);
        if (fromFile != null && !isZero(fromFile)) {
            return Origin.FILE;
        }
        return arguments.has(option) ? Origin.FLAG : Origin.DEFAULT;
    }

    private static List<String> runtimes(@Nullable Object flags, @Nullable Object fromFile) {
        List<String> all = new ArrayList<>(strings(flags));
        all.addAll(strings(fromFile));
        return Runtimes.unique(all);
    }

    private Object value(Option option, @Nullable FileSettings file) {
        Object fromFile = file == null || option.key().isEmpty() ? null : file.value(option);
        if (option.kind() == Option.Kind.RUNTIMES) {
            return runtimes(arguments.value(option), fromFile);
        }
        if (fromFile != null && !isZero(fromFile) && !isInEnvironment(option)) {
            return fromFile;
        }
        Object flag = fromEnvironment(option);
        return switch (flag) {
            case null -> option.fallback();
            case List<?> list when option.kind() == Option.Kind.MAP -> lastOfEach(list);
            default -> flag;
        };
    }

    /// The storage driver's variable beats both flag and file.
    private boolean isInEnvironment(Option option) {
        return option.key().equals("storage-driver")
                && !environment.getOrDefault(DRIVER, "").isEmpty();
    }

    private @Nullable Object fromEnvironment(Option option) {
        return isInEnvironment(option) ? environment.get(DRIVER) : arguments.value(option);
    }

    /// Zero values in the file mean "the default", but for switches, whose default may be true.
    private static boolean isZero(Object value) {
        return value.equals("") || value.equals(0L) || value.equals(List.of());
    }

    private static List<String> lastOfEach(List<?> pairs) {
        Map<String, String> last = new LinkedHashMap<>();
        for (Object item : pairs) {
            String pair = (String) item;
            last.put(pair.substring(0, pair.indexOf('=')), pair);
        }
        return List.copyOf(last.values());
    }

    private void complete(Map<String, Object> values, @Nullable FileSettings file) {
        boolean verifyGiven = given("tlsverify", file);
        boolean verifyByEnvironment =
                !environment.getOrDefault("DOCKER_TLS_VERIFY", "").isEmpty();
        boolean tlsGiven = given("tls", file);
        boolean tls = verifyGiven || verifyByEnvironment || Boolean.TRUE.equals(values.get("tls"));
        values.put("tls", tls);
        values.put("tlsverify", tls && (!verifyGiven || Boolean.TRUE.equals(values.get("tlsverify"))));
        values.put("tls-decided", verifyGiven || verifyByEnvironment || tlsGiven);
        new Certificates(environment).complete(values);
        // containerd and its shims, which get paths below them, work in directories of their own.
        values.put("exec-root", absolute(values.get("exec-root")).toString());
        values.put("data-root", withoutLinks(absolute(values.get("data-root"))).toString());
        values.put("hosts", Hosts.complete(strings(values.get("hosts")), tls));
        values.put("labels", Checks.labels(strings(values.get("labels"))));
        if (strings(values.get("features")).contains("cdi=false")
                || strings(values.get("cdi-spec-dirs")).equals(List.of(""))) {
            values.put("cdi-spec-dirs", List.of());
        }
        values.put("api-min-version", minimumVersion());
        // Only the command line has it.
        values.put(RESTART, !arguments.has(RESTART) || arguments.isOn(RESTART));
        refuseRemoved();
        if (Boolean.FALSE.equals(values.get("iptables"))) {
            values.put("ip-masq", false);
        }
    }

    private static Path absolute(@Nullable Object path) {
        return Path.of(String.valueOf(path)).toAbsolutePath();
    }

    /// Mounts are listed so, and another link must not move what was mounted. What is not there yet has none.
    private static Path withoutLinks(Path path) {
        Path parent = path.getParent();
        Path name = path.getFileName();
        try {
            return path.toRealPath();
        } catch (IOException e) {
            return parent == null || name == null ? path : withoutLinks(parent).resolve(name);
        }
    }

    private static List<String> strings(@Nullable Object list) {
        return list instanceof List<?> items
                ? items.stream().map(String.class::cast).toList()
                : List.of();
    }

    private boolean given(String key, @Nullable FileSettings file) {
        Option option = options.key(key);
        return option != null && (arguments.has(option) || file != null && file.has(option));
    }

    private void refuseRemoved() {
        if (environment.containsKey("DOCKERD_DEPRECATED_GRAPHDRIVER_PLUGINS")) {
            throw new IllegalArgumentException(
                    "DOCKERD_DEPRECATED_GRAPHDRIVER_PLUGINS is set, but graphdriver plugins have been removed");
        }
    }

    private String minimumVersion() {
        String version = environment.getOrDefault("DOCKER_MIN_API_VERSION", "");
        if (version.isEmpty()) {
            return "1.24";
        }
        if (!version.matches("1\\.[0-9]{1,3}")) {
            throw new IllegalArgumentException(
                    "API minimum version must not have a \"v\" prefix and be of the form 1.x: " + version);
        }
        int minor = Integer.parseInt(version.substring(2));
        if (minor < 24) {
            throw new IllegalArgumentException("minimum supported API version is 1.24: " + version);
        }
        if (minor > 51) {
            throw new IllegalArgumentException("maximum supported API version is 1.51: " + version);
        }
        return version;
    }
}
