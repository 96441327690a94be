package dev.gantry.engine;

import dev.gantry.api.error.EngineException;
import dev.gantry.api.linux.MountSpec;
import dev.gantry.api.oci.SpecMount;
import dev.gantry.api.types.BindOptions;
import dev.gantry.api.types.HostConfig;
import dev.gantry.api.types.TmpfsOptions;
import dev.gantry.engine.record.ContainerFacts;
import dev.gantry.engine.record.ContainerMount;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What is mounted into a container beside the defaults: its volumes and binds, tmpfs, and the engine's own files.
final class SpecMounts {
    private static final Map<String, String> OPPOSITES = Map.of(
            "exec", "noexec", "suid", "nosuid", "dev", "nodev", "rw", "ro", "noexec", "exec", "nosuid", "suid", "nodev",
            "dev", "ro", "rw");

    private static final Set<String> FLAGS = Set.of(
            ("defaults ro rw suid nosuid dev nodev exec noexec sync async dirsync remount mand nomand atime noatime diratime"
                            + " nodiratime bind rbind unbindable runbindable private rprivate shared rshared slave rslave"
                            + " relatime norelatime strictatime nostrictatime")
                    .split(" "));
    private static final Set<String> TMPFS_DATA =
            Set.of("size", "mode", "uid", "gid", "nr_inodes", "nr_blocks", "mpol");

    private final Machinery engine;
    private final VolumeSubpaths parts;

    SpecMounts(Machinery engine, VolumeSubpaths parts) {
        this.engine = engine;
        this.parts = parts;
    }

    /// @param facts with every volume mounted
    List<SpecMount> of(ContainerFacts facts) {
        List<SpecMount> result = new ArrayList<>();
        for (ContainerMount mount : facts.mounts()) {
            result.add(converted(facts, mount));
        }
        Absent.map(facts.host().Tmpfs()).forEach((target, options) -> result.add(tmpfs(target, options(options))));
        ownFiles(facts, result);
        sharedMemory(facts, result);
        return result;
    }

    private SpecMount converted(ContainerFacts facts, ContainerMount mount) {
        if (mount.type().equals("tmpfs")) {
            List<String> options = new ArrayList<>();
            TmpfsOptions wish = mount.wish() == null ? null : mount.wish().TmpfsOptions();
            if (wish != null && wish.SizeBytes() > 0) {
                options.add("size=" + wish.SizeBytes());
            }
            if (wish != null && wish.Mode() != 0) {
                options.add("mode=" + Integer.toOctalString(wish.Mode()));
            }
            if (wish != null) {
                Absent.list(wish.Options()).forEach(pair -> options.add(String.join("=", pair)));
            }
            if (!mount.writable()) {
                options.add("ro");
            }
            return tmpfs(mount.destination(), options);
        }
        BindOptions options = mount.wish() == null ? null : mount.wish().BindOptions();
        SpecMount.ReadOnly readOnly = SpecMount.ReadOnly.RECURSIVE_IF_POSSIBLE;
        if (options != null && options.ReadOnlyNonRecursive()) {
            readOnly = SpecMount.ReadOnly.TOP;
        } else if (options != null && options.ReadOnlyForceRecursive()) {
            readOnly = SpecMount.ReadOnly.RECURSIVE;
        }
        return new SpecMount(
                "bind",
                parts.source(facts, mount),
                mount.destination(),
                mount.writable(),
                mount.propagation(),
                options == null || !options.NonRecursive(),
                readOnly,
                List.of());
    }

    private static List<String> options(String text) {
        return text.isEmpty() ? List.of() : List.of(text.split(","));
    }

    /// A later option replaces its opposite.
    private static SpecMount tmpfs(String target, List<String> own) {
        Set<String> options = new LinkedHashSet<>(List.of("noexec", "nosuid", "nodev", "rprivate"));
        for (String option : own) {
            String[] pair = option.split("=", 2);
            if (pair.length > 1 ? !TMPFS_DATA.contains(pair[0]) : !FLAGS.contains(option)) {
                throw EngineException.system("invalid tmpfs option [\"" + String.join("\" \"", pair) + "\"]");
            }
            String opposite = OPPOSITES.get(option);
            if (opposite != null) {
                options.remove(opposite);
            }
            options.add(option);
        }
        return new SpecMount("tmpfs", "tmpfs", target, true, "", false, SpecMount.ReadOnly.TOP, List.copyOf(options));
    }

    private void ownFiles(ContainerFacts facts, List<SpecMount> result) {
        Path directory = Donors.filesOf(engine, facts);
        boolean writable = !facts.host().ReadonlyRootfs();
        for (String name : List.of("resolv.conf", "hostname", "hosts")) {
            String destination = "/etc/" + name;
            if (ContainerVolumes.at(facts, destination) == null) {
                result.add(SpecMount.bind(directory.resolve(name).toString(), destination, writable));
            }
        }
    }

    private void sharedMemory(ContainerFacts facts, List<SpecMount> result) {
        String mode = facts.host().IpcMode();
        if (ContainerVolumes.at(facts, "/dev/shm") != null
                || Absent.map(facts.host().Tmpfs()).containsKey("/dev/shm")) {
            return;
        }
        if (mode.equals("shareable")) {
            result.add(SpecMount.bind(sharedMemoryOf(facts.id()).toString(), "/dev/shm", true));
        } else if (mode.equals("host")) {
            result.add(SpecMount.bind("/dev/shm", "/dev/shm", true));
        } else {
            Container donor = Donors.of(engine, mode);
            if (donor != null) {
                boolean host = donor.facts().host().IpcMode().equals("host");
                String source = host ? "/dev/shm" : sharedMemoryOf(donor.id()).toString();
                result.add(SpecMount.bind(source, "/dev/shm", true));
            }
        }
    }

    private Path sharedMemoryOf(String id) {
        return engine.store().directory(id).resolve("mounts").resolve("shm");
    }

    /// Mounts the shared memory that other containers may join.
    void mountSharedMemory(ContainerFacts facts) {
        HostConfig host = facts.host();
        if (!host.IpcMode().equals("shareable")) {
            return;
        }
        Path target = sharedMemoryOf(facts.id());
        try {
            engine.kernel().files().directories(target, 0700);
            engine.kernel().mounts().unmountAll(target);
            List<String> options = List.of("nosuid", "noexec", "nodev", "mode=1777", "size=" + host.ShmSize());
            engine.kernel().mounts().mount(new MountSpec("tmpfs", "shm", options), target);
        } catch (IOException e) {
            throw EngineException.system("mounting shm tmpfs: " + e.getMessage(), e);
        }
    }

    void unmountSharedMemory(ContainerFacts facts) {
        if (facts.host().IpcMode().equals("shareable")) {
            try {
                engine.kernel().mounts().unmountAll(sharedMemoryOf(facts.id()));
            } catch (IOException e) {
                throw EngineException.system("unmounting shm: " + e.getMessage(), e);
            }
        }
    }
}
