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
import java.util.regex.Pattern;

/// Reads `-v`, `--mount`, `--volumes-from` and an image's volumes. Later ones of these kinds replace earlier ones at the same
/// destination; within a kind that is a mistake.
final class MountWishes {
    private static final Pattern VOLUME_NAME = Pattern.compile("[a-zA-Z0-9][a-zA-Z0-9_.-]*");
    private static final Set<String> PROPAGATIONS =
            Set.of("private", "rprivate", "shared", "rshared", "slave", "rslave");

    private final Function<String, List<ContainerMount>> mountsOf;

    /// @param mountsOf the mounts of another container
    MountWishes(Function<String, List<ContainerMount>> mountsOf) {
        this.mountsOf = mountsOf;
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
            String destination = destination(target, target);
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
        boolean readOnly = parts.length > 1 && List.of(parts[1].split(",")).contains("ro");
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
    static ContainerMount bind(String text, String volumeDriver) {
        String[] parts = text.split(":", -1);
        if (parts.length > 3 || parts[0].isEmpty()) {
            throw EngineException.invalidParameter("invalid volume specification: '" + text + "'");
        }
        if (parts.length == 1) {
            return anonymous(destination(parts[0], text), volumeDriver, "", true, true);
        }
        String source = parts[0];
        String mode = parts.length == 3 ? parts[2] : "";
        String destination = destination(parts[1], text);
        List<String> options = mode.isEmpty() ? List.of() : List.of(mode.split(","));
        boolean bind = source.startsWith("/");
        String propagation = checkedOptions(text, mode, options, bind);
        boolean writable = !options.contains("ro");
        if (bind) {
            String path = Path.of(source).normalize().toString();
            return new ContainerMount(
                    "bind", "", path, destination, "", mode, writable, propagation, false, false, true, null);
        }
        checkVolumeName(source, text);
        return new ContainerMount(
                "volume",
                source,
                "",
                destination,
                volumeDriver,
                mode.isEmpty() ? "z" : mode,
                writable,
                "",
                false,
                !options.contains("nocopy"),
                false,
                null);
    }

    private static String checkedOptions(String text, String mode, List<String> options, boolean bind) {
        String propagation = "";
        for (String option : options) {
            if (PROPAGATIONS.contains(option) && bind) {
                propagation = option;
            } else if (!Set.of("ro", "rw", "z", "Z", "nocopy").contains(option) || (option.equals("nocopy") && bind)) {
                throw EngineException.invalidParameter("invalid mode: " + mode);
            }
        }
        if (options.contains("ro") && options.contains("rw")) {
            throw EngineException.invalidParameter(
                    "invalid volume specification: '" + text + "': invalid mode: " + mode);
        }
        return bind && propagation.isEmpty() ? "rprivate" : propagation;
    }

    private static void checkVolumeName(String name, String text) {
        if (!VOLUME_NAME.matcher(name).matches()) {
            throw EngineException.invalidParameter(
                    "invalid volume specification: '" + text + "': create " + name + ": \"" + name
                            + "\" includes invalid characters for a local volume name, only \"[a-zA-Z0-9][a-zA-Z0-9_.-]\""
                            + " are allowed. If you intended to pass a host directory, use absolute path");
        }
    }

    private static String destination(String given, String text) {
        if (!given.startsWith("/")) {
            throw EngineException.invalidParameter("invalid volume specification: '" + text
                    + "': invalid mount config for type \"volume\": invalid mount path: '" + given
                    + "' mount path must be absolute");
        }
        String destination = normalized(given);
        if (destination.equals("/")) {
            throw EngineException.invalidParameter(
                    "invalid volume specification: '" + text + "': invalid specification: destination can't be '/'");
        }
        return destination;
    }

    private static String normalized(String path) {
        return Path.of(path).normalize().toString();
    }

    /// Reads a `--mount`.
    static ContainerMount mount(Mount wish, String volumeDriver) {
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
            case "volume" -> volumeMount(wish, destination, volumeDriver, prefix);
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

    private static ContainerMount bindMount(Mount wish, String destination, String prefix) {
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
        String propagation = options == null || options.Propagation().isEmpty() ? "rprivate" : options.Propagation();
        if (!PROPAGATIONS.contains(propagation)) {
            throw EngineException.invalidParameter(prefix + "invalid propagation mode: " + propagation);
        }
        return new ContainerMount(
                "bind",
                "",
                normalized(wish.Source()),
                destination,
                "",
                "",
                !wish.ReadOnly(),
                propagation,
                false,
                false,
                create,
                wish);
    }

    private static ContainerMount volumeMount(Mount wish, String destination, String volumeDriver, String prefix) {
        VolumeOptions options = wish.VolumeOptions();
        boolean copyUp = options == null || !options.NoCopy();
        String driver = options != null && options.DriverConfig() != null
                ? options.DriverConfig().Name()
                : volumeDriver;
        if (!wish.Source().isEmpty() && !VOLUME_NAME.matcher(wish.Source()).matches()) {
            throw EngineException.invalidParameter(prefix + "\"" + wish.Source()
                    + "\" includes invalid characters for a local volume name, only \"[a-zA-Z0-9][a-zA-Z0-9_.-]\" are allowed."
                    + " If you intended to pass a host directory, use absolute path");
        }
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
