package dev.gantry.engine;

import dev.gantry.api.error.EngineException;
import dev.gantry.api.linux.MountSpec;
import dev.gantry.api.linux.OpenFlag;
import dev.gantry.api.types.VolumeOptions;
import dev.gantry.engine.record.ContainerFacts;
import dev.gantry.engine.record.ContainerMount;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// Parts of volumes that are mounted instead of the whole. What else uses a volume may put symbolic links into it at any time, so a
/// part is opened within the volume and mounted, by what was opened, at a place of the engine's own; the runtime is told that place.
final class VolumeSubpaths {
    private final Machinery engine;

    VolumeSubpaths(Machinery engine) {
        this.engine = engine;
    }

    private static String subpath(ContainerMount mount) {
        VolumeOptions options = mount.wish() == null ? null : mount.wish().VolumeOptions();
        return options == null ? "" : options.Subpath();
    }

    /// Where the runtime finds what it mounts: the volume, or where its part is mounted.
    String source(ContainerFacts facts, ContainerMount mount) {
        return subpath(mount).isEmpty() ? mount.source() : place(facts, mount).toString();
    }

    private Path place(ContainerFacts facts, ContainerMount mount) {
        return places(facts).resolve(Integer.toString(facts.mounts().indexOf(mount)));
    }

    private Path places(ContainerFacts facts) {
        return engine.store().directory(facts.id()).resolve("mounts").resolve("parts");
    }

    /// Mounts the parts; their volumes are mounted.
    void mount(ContainerFacts facts) {
        for (ContainerMount mount : facts.mounts()) {
            if (!subpath(mount).isEmpty()) {
                mount(facts, mount);
            }
        }
    }

    /// Opens what a mount shows: the volume or bind, or the part of the volume.
    ///
    /// @return a descriptor that the caller closes
    int open(ContainerMount mount) {
        String subpath = subpath(mount);
        try {
            Path source = Path.of(mount.source());
            return subpath.isEmpty()
                    ? engine.kernel().descriptors().open(source, 0, OpenFlag.PATH)
                    : engine.kernel().descriptors().openInRoot(source, subpath, 0, OpenFlag.PATH);
        } catch (IOException e) {
            String path = subpath.isEmpty() ? mount.source() : mount.source() + "/" + subpath;
            throw EngineException.invalidParameter("cannot access path " + path + ": no such file or directory", e);
        }
    }

    private void mount(ContainerFacts facts, ContainerMount mount) {
        int fd = open(mount);
        Path place = place(facts, mount);
        try {
            Path opened = engine.kernel().descriptors().pathOf(fd);
            engine.kernel().files().directories(places(facts), 0700);
            engine.kernel().mounts().unmountAll(place);
            Files.deleteIfExists(place);
            if (Files.isDirectory(opened)) {
                Files.createDirectory(place);
            } else {
                Files.createFile(place);
            }
            engine.kernel()
                    .mounts()
                    .mount(new MountSpec("bind", opened.toString(), List.of("rbind", "rprivate")), place);
        } catch (IOException e) {
            throw EngineException.system("cannot mount " + subpath(mount) + " of volume " + mount.name(), e);
        } finally {
            engine.kernel().descriptors().close(fd);
        }
    }

    /// Undoes [#mount].
    void unmount(ContainerFacts facts) {
        for (ContainerMount mount : facts.mounts()) {
            if (!subpath(mount).isEmpty()) {
                try {
                    engine.kernel().mounts().unmountAll(place(facts, mount));
                    Files.deleteIfExists(place(facts, mount));
                } catch (IOException e) {
                    throw EngineException.system("cannot unmount a part of volume " + mount.name(), e);
                }
            }
        }
    }
}
