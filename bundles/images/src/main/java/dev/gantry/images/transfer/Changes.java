package dev.gantry.images.transfer;

import dev.gantry.api.error.EngineException;
import dev.gantry.api.json.JsonCodec;
import dev.gantry.api.types.EmptyObject;
import dev.gantry.api.types.Healthcheck;
import dev.gantry.api.types.ImageConfig;
import dev.gantry.api.types.ImageConfigBuilder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Applies the Dockerfile instructions that `docker commit` and `docker import` take to an image's configuration.
final class Changes {
    private static final Pattern OPTION = Pattern.compile("--([a-z-]+)=(\\S+)\\s*");
    private static final Pattern DURATION = Pattern.compile("(\\d+(?:\\.\\d+)?)(ns|us|ms|s|m|h)");

    private final Words words;

    Changes(JsonCodec json) {
        this.words = new Words(json);
    }

    ImageConfig apply(ImageConfig config, List<String> changes) {
        ImageConfig changed = config;
        boolean command = false;
        for (String line :
                changes.stream().flatMap(String::lines).map(String::strip).toList()) {
            if (line.isEmpty() || line.startsWith("#")) {
                continue;
            }
            String[] parts = line.split("\\s+", 2);
            String instruction = parts[0].toUpperCase(Locale.ROOT);
            changed = one(changed, instruction, parts.length > 1 ? parts[1].strip() : "", command);
            command |= instruction.equals("CMD");
        }
        return changed;
    }

    private ImageConfig one(ImageConfig config, String instruction, String text, boolean hasCommand) {
        ImageConfigBuilder changed = ImageConfigBuilder.builder(config);
        if (text.isEmpty() && !instruction.equals("CMD") && !instruction.equals("ENTRYPOINT")) {
            throw EngineException.invalidParameter(instruction + " requires at least one argument");
        }
        return switch (instruction) {
            case "CMD" -> changed.Cmd(words.command(text, config.Shell())).build();
            case "ENTRYPOINT" -> entrypoint(changed, words.command(text, config.Shell()), hasCommand);
            case "ENV" ->
                changed.Env(environment(config.Env(), Words.pairs("ENV", text))).build();
            case "LABEL" ->
                changed.Labels(merged(config.Labels(), Words.pairs("LABEL", text)))
                        .build();
            case "EXPOSE" ->
                changed.ExposedPorts(keys(config.ExposedPorts(), ports(text))).build();
            case "VOLUME" ->
                changed.Volumes(keys(config.Volumes(), volumes(text))).build();
            case "USER" -> changed.User(text).build();
            case "WORKDIR" ->
                changed.WorkingDir(directory(config.WorkingDir(), text)).build();
            case "STOPSIGNAL" -> changed.StopSignal(text).build();
            case "ONBUILD" -> changed.OnBuild(added(config.OnBuild(), text)).build();
            case "HEALTHCHECK" -> changed.Healthcheck(healthcheck(text)).build();
            default -> throw EngineException.invalidParameter(instruction + " is not a valid change command");
        };
    }

    /// A new entry point makes a command that it was not given meaningless.
    private static ImageConfig entrypoint(ImageConfigBuilder changed, List<String> entrypoint, boolean hasCommand) {
        ImageConfig with = changed.Entrypoint(entrypoint).build();
        return hasCommand
                ? with
                : new ImageConfig(
                        with.User(),
                        with.ExposedPorts(),
                        with.Env(),
                        with.Entrypoint(),
                        null,
                        with.Volumes(),
                        with.WorkingDir(),
                        with.Labels(),
                        with.StopSignal(),
                        with.ArgsEscaped(),
                        with.Healthcheck(),
                        with.OnBuild(),
                        with.Shell());
    }

    private static List<String> environment(@Nullable List<String> present, Map<String, String> pairs) {
        List<String> environment = new ArrayList<>(present == null ? List.of() : present);
        pairs.forEach((name, value) -> {
            String entry = name + "=" + value;
            for (int i = 0; i < environment.size(); i++) {
                if (environment.get(i).startsWith(name + "=")) {
                    environment.set(i, entry);
                    return;
                }
            }
            environment.add(entry);
        });
        return environment;
    }

    private static Map<String, String> merged(@Nullable Map<String, String> present, Map<String, String> more) {
        Map<String, String> merged = new TreeMap<>(present == null ? Map.of() : present);
        merged.putAll(more);
        return merged;
    }

    private static Map<String, EmptyObject> keys(@Nullable Map<String, EmptyObject> present, List<String> more) {
        Map<String, EmptyObject> keys = new TreeMap<>(present == null ? Map.of() : present);
        more.forEach(key -> keys.put(key, new EmptyObject()));
        return keys;
    }

    private static List<String> added(@Nullable List<String> present, String more) {
        List<String> all = new ArrayList<>(present == null ? List.of() : present);
        all.add(more);
        return all;
    }

    private static List<String> ports(String text) {
        List<String> ports = new ArrayList<>();
        for (String word : Words.split(text)) {
            Matcher port = Pattern.compile("(\\d{1,5})(?:-(\\d{1,5}))?(?:/(tcp|udp|sctp))?", Pattern.CASE_INSENSITIVE)
                    .matcher(word);
            if (!port.matches()) {
                throw EngineException.invalidParameter("invalid containerPort: " + word);
            }
            int first = Integer.parseInt(port.group(1));
            int last = port.group(2) == null ? first : Integer.parseInt(port.group(2));
            if (last > 65535 || last < first) {
                throw EngineException.invalidParameter("invalid containerPort: " + word);
            }
            String protocol = port.group(3) == null ? "tcp" : port.group(3).toLowerCase(Locale.ROOT);
            for (int number = first; number <= last; number++) {
                ports.add(number + "/" + protocol);
            }
        }
        return ports;
    }

    private List<String> volumes(String text) {
        List<String> listed = words.list(text);
        return listed != null ? listed : Words.split(text);
    }

    private static String directory(String present, String text) {
        String word = Words.split(text).getFirst();
        String base = present.isEmpty() ? "/" : present;
        return Path.of(base).resolve(word).normalize().toString();
    }

    private Healthcheck healthcheck(String text) {
        String rest = text;
        Map<String, String> options = new TreeMap<>();
        Matcher option = OPTION.matcher(rest);
        while (option.lookingAt()) {
            options.put(option.group(1), option.group(2));
            rest = rest.substring(option.end());
            option = OPTION.matcher(rest);
        }
        String[] parts = rest.strip().split("\\s+", 2);
        List<String> test = new ArrayList<>();
        switch (parts[0].toUpperCase(Locale.ROOT)) {
            case "NONE" -> test.add("NONE");
            case "CMD" -> {
                String command = parts.length > 1 ? parts[1] : "";
                List<String> listed = words.list(command);
                test.add(listed == null ? "CMD-SHELL" : "CMD");
                test.addAll(listed == null ? List.of(command) : listed);
            }
            default ->
                throw EngineException.invalidParameter("Unknown type \"" + parts[0] + "\" in HEALTHCHECK (try CMD)");
        }
        int retries = options.containsKey("retries") ? Integer.parseInt(options.get("retries")) : 0;
        return new Healthcheck(
                test,
                nanos(options, "interval"),
                nanos(options, "timeout"),
                nanos(options, "start-period"),
                nanos(options, "start-interval"),
                retries);
    }

    private static long nanos(Map<String, String> options, String name) {
        Matcher part = DURATION.matcher(options.getOrDefault(name, ""));
        double nanos = 0;
        while (part.find()) {
            double unit = switch (part.group(2)) {
                case "h" -> 3600e9;
                case "m" -> 60e9;
                case "s" -> 1e9;
                case "ms" -> 1e6;
                case "us" -> 1e3;
                default -> 1;
            };
            nanos += Double.parseDouble(part.group(1)) * unit;
        }
        return (long) nanos;
    }
}
