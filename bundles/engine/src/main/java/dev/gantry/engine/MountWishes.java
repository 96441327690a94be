package dev.gantry.engine;

import dev.gantry.api.error.EngineException;
import dev.gantry.api.types.BindOptions;
import dev.gantry.api.types.ContainerConfig;
import dev.gantry.api.types.HostConfig;
import dev.gantry.api.types.Mount;
import dev.gantry.api.types.VolumeOptions;
import dev.gantry.engine.record.ContainerMount;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/// Reads `-v`, `--mount`, `--volumes-from` and an image's volumes. Later ones of these kinds replace earlier ones at the same
/// destination; within a kind that is a mistake.
final class MountWishes {
    private static final Set<String> PROPAGATIONS =
            Set.of("private", "rprivate", "shared", "rshared", "slave", "rslave");

    private static final Set<String> CONSISTENCIES = Set.of("consistent", "cached", "delegated");
    private static final Set<String> LABELS = Set.of("z", "Z");
    private static final Set<String> ACCESSES = Set.of("ro", "rw");

    private final Function<String, List<ContainerMount>> mountsOf;
    private final Path dataRoot;

    /// @param mountsOf the mounts of another container
    /// @param dataRoot the daemon's own directory
    MountWishes(Function<String, List<ContainerMount>> mountsOf, Path dataRoot) {
        this.mountsOf = mountsOf;
        this.dataRoot = dataRoot;
    }

    List<ContainerMount> of(ContainerConfig config, HostConfig host) {
        Map<String, ContainerMount> result = new LinkedHashMap<>();
        for (String from : Absent.list(host.VolumesFrom())) {
            inherited(from).forEach(mount -> result.put(mount.destination(), mount));
        }
        Map<String, ContainerMount> own = new LinkedHashMap<>();
        for (String bind : Absent.list(host.Binds())) {
            add(own, bind(bind, host.VolumeDriver()));
        }
        for (Mount mount : Absent.list(host.Mounts())) {
            add(own, mount(mount, host.VolumeDriver()));
        }
        Absent.map(host.Tmpfs()).keySet().forEach(target -> {
            if (own.containsKey(normalized(target))) {
                throw duplicate(normalized(target));
            }
            result.remove(normalized(target));
        });
        result.putAll(own);
        for (String target : Absent.map(config.Volumes()).keySet()) {
            String destination = destination(
                    target,
                    EngineException.invalidParameter("invalid volume specification: '" + target + "'"),
                    "volume");
            boolean tmpfs = Absent.map(host.Tmpfs()).keySet().stream()
                    .anyMatch(t -> normalized(t).equals(destination));
            if (!tmpfs) {
                result.putIfAbsent(destination, anonymous(destination, host.VolumeDriver(), "", true, true));
            }
        }
        return List.copyOf(result.values());
    }

    private static void add(Map<String, ContainerMount> mounts, ContainerMount mount) {
        if (mounts.putIfAbsent(mount.destination(), mount) != null) {
            throw duplicate(mount.destination());
        }
    }

    private static EngineException duplicate(String destination) {
        return EngineException.invalidParameter("Duplicate mount point: " + destination);
    }

    private List<ContainerMount> inherited(String from) {
        String[] parts = from.split(":", 2);
        if (parts[0].isEmpty()) {
            throw EngineException.invalidParameter("invalid volume specification: '" + from + "'");
        }
        String mode = parts.length > 1 ? parts[1] : "";
        List<String> options = options(mode);
        if (!valid(options) || options.contains("nocopy") || options.stream().anyMatch(PROPAGATIONS::contains)) {
            throw EngineException.invalidParameter("invalid mode: " + mode);
        }
        boolean readOnly = options.contains("ro");
        List<ContainerMount> result = new ArrayList<>();
        for (ContainerMount mount : mountsOf.apply(parts[0])) {
            result.add(new ContainerMount(
                    mount.type(),
                    mount.name(),
                    mount.source(),
                    mount.destination(),
                    mount.driver(),
                    mount.mode(),
                    mount.writable() && !readOnly,
                    mount.propagation(),
                    false,
                    mount.copyUp(),
                    mount.createSource(),
                    mount.wish()));
        }
        return result;
    }

    private static ContainerMount anonymous(
            String destination, String driver, String mode, boolean writable, boolean copyUp) {
        return new ContainerMount("volume", "", "", destination, driver, mode, writable, "", true, copyUp, false, null);
    }

    /// Reads `[source:]destination[:options]`.
    ContainerMount bind(String text, String volumeDriver) {
        EngineException malformed = EngineException.invalidParameter("invalid volume specification: '" + text + "'");
        String[] parts = text.split(":", -1);
        if (parts.length > 3 || parts[0].isEmpty() || (parts.length == 2 && valid(options(parts[1])))) {
            throw malformed;
        }
        if (parts.length == 1) {
            return anonymous(destination(parts[0], malformed, "volume"), volumeDriver, "", true, true);
        }
        String source = parts[0];
        String mode = parts.length == 3 ? parts[2] : "";
        List<String> options = options(mode);
        if (!valid(options)) {
            throw EngineException.invalidParameter("invalid mode: " + mode);
        }
        boolean writable = !options.contains("ro");
        String propagation =
                options.stream().filter(PROPAGATIONS::contains).findFirst().orElse("");
        if (source.startsWith("/")) {
            String destination = destination(parts[1], malformed, "bind");
            if (options.contains("nocopy")) {
                throw unfit(malformed, "bind", "VolumeOptions");
            }
            String path = normalized(source);
            return new ContainerMount(
                    "bind",
                    "",
                    path,
                    destination,
                    "",
                    mode,
                    writable,
                    propagation(path, propagation),
                    false,
                    false,
                    true,
                    null);
        }
        String destination = destination(parts[1], malformed, "volume");
        if (!propagation.isEmpty()) {
            throw unfit(malformed, "volume", "BindOptions");
        }
        String shown = mode.isEmpty() ? "z" : mode;
        boolean copyUp = !options.contains("nocopy");
        return new ContainerMount(
                "volume", source, "", destination, volumeDriver, shown, writable, "", false, copyUp, false, null);
    }

    private static List<String> options(String mode) {
        return mode.isEmpty() ? List.of() : List.of(mode.split(",", -1));
    }

    /// Known words, and of each kind one at most.
    private static boolean valid(List<String> options) {
        for (Set<String> kind : List.of(ACCESSES, LABELS, PROPAGATIONS, CONSISTENCIES, Set.of("nocopy"))) {
            if (options.stream().filter(kind::contains).count() > 1) {
                return false;
            }
        }
        return options.stream()
                .allMatch(option -> ACCESSES.contains(option)
                        || LABELS.contains(option)
                        || PROPAGATIONS.contains(option)
                        || CONSISTENCIES.contains(option)
                        || option.equals("nocopy"));
    }

    private static EngineException unfit(EngineException malformed, String type, String field) {
        return EngineException.invalidParameter(malformed.getMessage() + ": invalid mount config for type \"" + type
                + "\": field " + field + " must not be specified");
    }

    /// A bind that shows the daemon's own mounts lets them go again with the daemon, unless asked for otherwise.
    private String propagation(String source, String wanted) {
        boolean showsOwn = dataRoot.startsWith(Path.of(source));
        if (wanted.isEmpty()) {
            return showsOwn ? "rslave" : "rprivate";
        }
        if (showsOwn && !Set.of("slave", "rslave", "shared", "rshared").contains(wanted)) {
            throw EngineException.invalidParameter(
                    "invalid mount config: must use either propagation mode \"rslave\" or \"rshared\" when mount source is"
                            + " within the daemon root, daemon root: \"" + dataRoot + "\", bind mount source: \""
                            + source + "\", propagation: \"" + wanted + "\"");
        }
        return wanted;
    }

    private static String destination(String given, EngineException malformed, String type) {
        String prefix = malformed.getMessage() + ": invalid mount config for type \"" + type + "\": ";
        if (!given.startsWith("/")) {
            throw EngineException.invalidParameter(
                    prefix + "invalid mount path: '" + given + "' mount path must be absolute");
        }
        String destination = normalized(given);
        if (destination.equals("/")) {
            throw EngineException.invalidParameter(prefix + "invalid specification: destination can't be '/'");
        }
        return destination;
    }

    private static String normalized(String path) {
        return Path.of(path).normalize().toString();
    }

    /// Reads a `--mount`.
    ContainerMount mount(Mount wish, String volumeDriver) {
        String prefix = "invalid mount config for type \"" + wish.Type() + "\": ";
        if (wish.Target().isEmpty()) {
            throw EngineException.invalidParameter(prefix + "field Target must not be empty");
        }
        if (!wish.Target().startsWith("/")) {
            throw EngineException.invalidParameter(
                    prefix + "invalid mount path: '" + wish.Target() + "' mount path must be absolute");
        }
        String destination = normalized(wish.Target());
        if (destination.equals("/")) {
            throw EngineException.invalidParameter(prefix + "invalid specification: destination can't be '/'");
        }
        fits(wish, prefix);
        return switch (wish.Type()) {
            case "bind" -> bindMount(wish, destination, prefix);
            case "volume" -> volumeMount(wish, destination, volumeDriver);
            case "tmpfs" -> {
                if (!wish.Source().isEmpty()) {
                    throw EngineException.invalidParameter(prefix + "field Source must not be specified");
                }
                yield new ContainerMount(
                        "tmpfs", "", "", destination, "", "", !wish.ReadOnly(), "", false, false, false, wish);
            }
            case "image", "cluster", "npipe" ->
                throw EngineException.notImplemented("mount type " + wish.Type() + " is not supported yet");
            default -> throw EngineException.invalidParameter(prefix + "mount type unknown: \"" + wish.Type() + "\"");
        };
    }

    private static void fits(Mount wish, String prefix) {
        if (wish.BindOptions() != null && !wish.Type().equals("bind")) {
            throw EngineException.invalidParameter(prefix + "field BindOptions must not be specified");
        }
        if (wish.VolumeOptions() != null && !wish.Type().equals("volume")) {
            throw EngineException.invalidParameter(prefix + "field VolumeOptions must not be specified");
        }
        if (wish.TmpfsOptions() != null && !wish.Type().equals("tmpfs")) {
            throw EngineException.invalidParameter(prefix + "field TmpfsOptions must not be specified");
        }
    }

    private ContainerMount bindMount(Mount wish, String destination, String prefix) {
        if (wish.Source().isEmpty()) {
            throw EngineException.invalidParameter(prefix + "field Source must not be empty");
        }
        if (!wish.Source().startsWith("/")) {
            throw EngineException.invalidParameter(
                    prefix + "invalid mount path: '" + wish.Source() + "' mount path must be absolute");
        }
        BindOptions options = wish.BindOptions();
        boolean create = options != null && options.CreateMountpoint();
        if (!create && !Files.exists(Path.of(wish.Source()))) {
            throw EngineException.invalidParameter(prefix + "bind source path does not exist: " + wish.Source());
        }
        String wanted = options == null ? "" : options.Propagation();
        if (!wanted.isEmpty() && !PROPAGATIONS.contains(wanted)) {
            throw EngineException.invalidParameter(prefix + "invalid propagation mode: " + wanted);
        }
        return new ContainerMount(
                "bind",
                "",
                normalized(wish.Source()),
                destination,
                "",
                "",
                !wish.ReadOnly(),
                propagation(normalized(wish.Source()), wanted),
                false,
                false,
                create,
                wish);
    }

    private static ContainerMount volumeMount(Mount wish, String destination, String volumeDriver) {
        VolumeOptions options = wish.VolumeOptions();
        boolean copyUp = options == null || !options.NoCopy();
        String subpath = options == null ? "" : options.Subpath();
        Path part = Path.of(subpath);
        if (part.isAbsolute() || part.normalize().startsWith("..")) {
            throw EngineException.invalidParameter(
                    "invalid mount config for type \"volume\": subpath must be a relative path" + " within the volume");
        }
        if (!subpath.isEmpty() && wish.Source().isEmpty()) {
            throw EngineException.invalidParameter(
                    "invalid mount config for type \"volume\": must not set Subpath when using anonymous volumes");
        }
        String driver = options != null && options.DriverConfig() != null
                ? options.DriverConfig().Name()
                : volumeDriver;
        return new ContainerMount(
                "volume",
                wish.Source(),
                "",
                destination,
                driver,
                "z",
                !wish.ReadOnly(),
                "",
                wish.Source().isEmpty(),
                copyUp,
                false,
                wish);
    }
}
