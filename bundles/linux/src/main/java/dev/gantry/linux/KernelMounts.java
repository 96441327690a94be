package dev.gantry.linux;

import dev.gantry.api.linux.Errno;
import dev.gantry.api.linux.ErrnoException;
import dev.gantry.api.linux.MountPoint;
import dev.gantry.api.linux.MountSpec;
import dev.gantry.api.linux.Mounts;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/// [Mounts] by system calls.
@Component
public final class KernelMounts implements Mounts {
    private static final int MNT_DETACH = 2;
    private static final int UMOUNT_NOFOLLOW = 8;
    private static final long CLONE_FS = 0x200;
    private static final int PAGE = 4096;
    private static final int NESTING_LIMIT = 64;

    private final SystemCalls kernel;

    /// @param kernel makes the calls
    @Activate
    public KernelMounts(@Reference SystemCalls kernel) {
        this.kernel = kernel;
    }

    @Override
    public void mount(MountSpec spec, Path target) throws IOException {
        MountOptions options = MountOptions.parse(spec.options());
        String data = String.join(",", options.data());
        OverlayData shorter =
                data.length() < PAGE || !spec.type().equals("overlay") ? null : OverlayData.shorten(options.data());
        if (shorter == null) {
            mount(spec, target, options, data);
        } else {
            OwnThread.run("overlay-mount", () -> {
                // A thread may have a current directory of its own, once it no longer shares the process's.
                kernel.call(SystemCall.UNSHARE, "unshare", CLONE_FS);
                try (Arena arena = Arena.ofConfined()) {
                    Path directory = shorter.directory();
                    kernel.call(SystemCall.CHDIR, "chdir", directory, SystemCalls.pointer(arena, directory));
                }
                mount(spec, target, options, String.join(",", shorter.data()));
                return null;
            });
        }
    }

    private void mount(MountSpec spec, Path target, MountOptions options, String data) throws ErrnoException {
        if (data.getBytes(StandardCharsets.UTF_8).length >= PAGE) {
            throw new ErrnoException("mount " + target, Errno.EINVAL.number(), "mount options is too long");
        }
        long first = options.needsRemount()
                ? options.flags() & (MountOptions.BIND | MountOptions.RECURSIVE)
                : options.flags();
        call(spec.source(), target, spec.type(), first, data);
        if (options.needsRemount()) {
            call("", target, "", (options.flags() & ~MountOptions.RECURSIVE) | MountOptions.REMOUNT, "");
        }
        if (options.propagation() != 0) {
            call("", target, "", options.propagation(), "");
        }
    }

    private void call(String source, Path target, String type, long flags, String data) throws ErrnoException {
        try (Arena arena = Arena.ofConfined()) {
            kernel.call(
                    SystemCall.MOUNT,
                    "mount " + (source.isEmpty() ? type : source) + " on",
                    target,
                    SystemCalls.pointer(arena, source.isEmpty() ? "none" : source),
                    SystemCalls.pointer(arena, target),
                    SystemCalls.pointer(arena, type),
                    flags,
                    SystemCalls.pointer(arena, data));
        }
    }

    @Override
    public void unmount(Path target, boolean detach) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            kernel.call(
                    SystemCall.UMOUNT2,
                    "unmount",
                    target,
                    SystemCalls.pointer(arena, target),
                    UMOUNT_NOFOLLOW | (detach ? MNT_DETACH : 0));
        }
    }

    @Override
    public void unmountAll(Path target) throws IOException {
        for (int i = 0; i < NESTING_LIMIT; i++) {
            try {
                unmount(target, true);
            } catch (ErrnoException e) {
                if (e.is(Errno.EINVAL) || e.is(Errno.ENOENT)) {
                    return;
                }
                throw e;
            }
        }
    }

    @Override
    public void setPropagation(Path target, String propagation) throws IOException {
        call("", target, "", MountOptions.propagation(propagation), "");
    }

    @Override
    public List<MountPoint> list() throws IOException {
        return MountTable.parse(Files.readAllLines(Path.of("/proc/self/mountinfo")));
    }
}
