package dev.gantry.volume.local;

import dev.gantry.api.error.EngineException;
import dev.gantry.api.json.JsonCodec;
import dev.gantry.api.linux.AtomicFiles;
import dev.gantry.api.linux.FileNodes;
import dev.gantry.api.linux.MountSpec;
import dev.gantry.api.linux.Mounts;
import dev.gantry.api.volume.DriverVolume;
import dev.gantry.api.volume.VolumeDriver;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Reference;

/// The driver `local`. A volume is `<data-root>/volumes/<name>/_data`; `opts.json` beside it tells what is mounted there, if
/// anything. Keeps nothing in memory.
@Component(
        property = VolumeDriver.NAME + "=local",
        configurationPid = "dev.gantry.volumes",
        configurationPolicy = ConfigurationPolicy.REQUIRE)
public final class LocalVolumes implements VolumeDriver {
    private static final Pattern FINE = Pattern.compile("[a-zA-Z0-9][a-zA-Z0-9_.-]+");
    private static final String DATA = "_data";
    private static final String OPTIONS = "opts.json";

    private final Path root;
    private final AtomicFiles atomic;
    private final FileNodes files;
    private final Mounts mounts;
    private final JsonCodec json;

    @Activate
    public LocalVolumes(
            Map<String, Object> settings,
            @Reference AtomicFiles atomic,
            @Reference FileNodes files,
            @Reference Mounts mounts,
            @Reference JsonCodec json) {
        this(Path.of(String.valueOf(settings.get("data-root")), "volumes"), atomic, files, mounts, json);
    }

    LocalVolumes(Path root, AtomicFiles atomic, FileNodes files, Mounts mounts, JsonCodec json) {
        this.root = root;
        this.atomic = atomic;
        this.files = files;
        this.mounts = mounts;
        this.json = json;
    }

    @Override
    public String scope() {
        return "local";
    }

    @Override
    public DriverVolume create(String name, Map<String, String> options) {
        checkName(name);
        DriverVolume existing = find(name);
        MountOptions wanted = MountOptions.of(options);
        if (existing != null) {
            if (!options.isEmpty() && !wanted.equals(options(name))) {
                throw EngineException.conflict("volume already exists with different options");
            }
            return existing;
        }
        Path directory = root.resolve(name);
        try {
            atomic.directories(root, 0701);
            atomic.directories(directory, 0701);
            if (!wanted.isNone()) {
                atomic.write(directory.resolve(OPTIONS), json.write(wanted), 0600);
            }
            atomic.directories(directory.resolve(DATA), 0755);
            return volume(name, wanted);
        } catch (IOException e) {
            throw EngineException.system(
                    "error while creating volume path '" + directory.resolve(DATA) + "': " + e.getMessage(), e);
        }
    }

    private static void checkName(String name) {
        if (name.length() == 1) {
            throw EngineException.invalidParameter(
                    "volume name is too short, names should be at least two alphanumeric characters");
        }
        if (!FINE.matcher(name).matches()) {
            throw EngineException.invalidParameter("\"" + name
                    + "\" includes invalid characters for a local volume name, only \"[a-zA-Z0-9][a-zA-Z0-9_.-]\" are allowed."
                    + " If you intended to pass a host directory, use absolute path");
        }
    }

    @Override
    public void remove(String name) {
        Path directory = root.resolve(name);
        if (!FINE.matcher(name).matches() || !Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        try {
            mounts.unmountAll(directory.resolve(DATA));
            Trees.delete(directory);
        } catch (IOException e) {
            throw EngineException.system("unable to remove volume directory: " + e.getMessage(), e);
        }
    }

    @Override
    public Path mount(String name) {
        Path data = root.resolve(name).resolve(DATA);
        MountOptions options = options(name);
        if (options.isNone() || isMounted(data)) {
            return data;
        }
        try {
            mounts.mount(spec(options, data), data);
            return data;
        } catch (IOException e) {
            throw EngineException.system(
                    "error while mounting volume '" + data + "': failed to mount local volume: mount "
                            + options.failed(data) + ": " + reason(e),
                    e);
        }
    }

    private static MountSpec spec(MountOptions options, Path data) {
        try {
            return options.spec();
        } catch (EngineException e) {
            throw e.prefixed("error while mounting volume '" + data + "'");
        }
    }

    private static String reason(IOException e) {
        String message = String.valueOf(e.getMessage());
        int last = message.lastIndexOf(": ");
        return last < 0 ? message : message.substring(last + 2);
    }

    private boolean isMounted(Path data) {
        try {
            return mounts.list().stream().anyMatch(mount -> mount.target().equals(data));
        } catch (IOException e) {
            throw EngineException.system("cannot read the mounts: " + e.getMessage(), e);
        }
    }

    @Override
    public void unmount(String name) {
        if (options(name).isNone()) {
            return;
        }
        try {
            mounts.unmountAll(root.resolve(name).resolve(DATA));
        } catch (IOException e) {
            throw EngineException.system("error while unmounting volume " + name + ": " + e.getMessage(), e);
        }
    }

    @Override
    public @Nullable DriverVolume find(String name) {
        boolean there = FINE.matcher(name).matches()
                && Files.isDirectory(root.resolve(name).resolve(DATA));
        return there ? volume(name, options(name)) : null;
    }

    @Override
    public List<DriverVolume> list() {
        List<DriverVolume> volumes = new ArrayList<>();
        try (DirectoryStream<Path> directories = Files.newDirectoryStream(root)) {
            for (Path directory : directories) {
                DriverVolume volume = find(String.valueOf(directory.getFileName()));
                if (volume != null) {
                    volumes.add(volume);
                }
            }
        } catch (NoSuchFileException e) {
            return volumes;
        } catch (IOException e) {
            throw EngineException.system("cannot list volumes: " + e.getMessage(), e);
        }
        return volumes;
    }

    private DriverVolume volume(String name, MountOptions options) {
        Path directory = root.resolve(name);
        return new DriverVolume(
                name,
                directory.resolve(DATA).toString(),
                options.isNone() ? null : options.map(),
                created(directory),
                null);
    }

    private @Nullable Instant created(Path directory) {
        try {
            long nanos = files.status(directory).modifiedNanos();
            return Instant.ofEpochSecond(nanos / TimeUnit.SECONDS.toNanos(1))
                    .truncatedTo(java.time.temporal.ChronoUnit.SECONDS);
        } catch (IOException e) {
            return null;
        }
    }

    private MountOptions options(String name) {
        Path file = root.resolve(name).resolve(OPTIONS);
        try {
            return Files.exists(file)
                    ? json.read(Files.readAllBytes(file), MountOptions.class)
                    : new MountOptions("", "", "");
        } catch (IOException e) {
            throw EngineException.system("error reading options of volume " + name + ": " + e.getMessage(), e);
        }
    }
}
