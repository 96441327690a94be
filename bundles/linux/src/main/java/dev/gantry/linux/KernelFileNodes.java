package dev.gantry.linux;

import dev.gantry.api.linux.Errno;
import dev.gantry.api.linux.ErrnoException;
import dev.gantry.api.linux.FileNodes;
import dev.gantry.api.linux.FileStatus;
import dev.gantry.api.linux.FileSystemStatus;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/// [FileNodes] by system calls.
@Component
public final class KernelFileNodes implements FileNodes {
    private static final int S_IFIFO = 0010000;
    private static final long NANOS = 1_000_000_000L;
    private static final long STATX_BASIC_STATS = 0x7ff;
    private static final int ATTRIBUTE_LIMIT = 65_536;

    private final SystemCalls kernel;

    /// @param kernel makes the calls
    @Activate
    public KernelFileNodes(@Reference SystemCalls kernel) {
        this.kernel = kernel;
    }

    @Override
    public void makeFifo(Path path, int mode) throws IOException {
        node("mkfifo", path, S_IFIFO, mode, 0);
    }

    @Override
    public void makeNode(Path path, int type, int mode, int major, int minor) throws IOException {
        // The kernel's 32 bit encoding of a device number.
        long device = (minor & 0xffL) | ((major & 0xfffL) << 8) | ((minor & 0xfff00L) << 12);
        node("mknod", path, type, mode, device);
    }

    private void node(String what, Path path, int type, int mode, long device) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            long name = SystemCalls.pointer(arena, path);
            kernel.call(SystemCall.MKNODAT, what, path, SystemCalls.AT_FDCWD, name, type | (mode & 07777), device);
            kernel.call(SystemCall.FCHMODAT, "chmod", path, SystemCalls.AT_FDCWD, name, mode & 07777);
        }
    }

    @Override
    public void setOwner(Path path, int uid, int gid) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            long name = SystemCalls.pointer(arena, path);
            kernel.call(
                    SystemCall.FCHOWNAT,
                    "chown",
                    path,
                    SystemCalls.AT_FDCWD,
                    name,
                    uid,
                    gid,
                    SystemCalls.AT_SYMLINK_NOFOLLOW);
        }
    }

    @Override
    public void setMode(Path path, int mode) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            long name = SystemCalls.pointer(arena, path);
            kernel.call(SystemCall.FCHMODAT, "chmod", path, SystemCalls.AT_FDCWD, name, mode & 07777);
        }
    }

    @Override
    public void setTimes(Path path, long accessNanos, long modifiedNanos) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment times = arena.allocate(32, 8);
            times.set(ValueLayout.JAVA_LONG, 0, Math.floorDiv(accessNanos, NANOS));
            times.set(ValueLayout.JAVA_LONG, 8, Math.floorMod(accessNanos, NANOS));
            times.set(ValueLayout.JAVA_LONG, 16, Math.floorDiv(modifiedNanos, NANOS));
            times.set(ValueLayout.JAVA_LONG, 24, Math.floorMod(modifiedNanos, NANOS));
            long name = SystemCalls.pointer(arena, path);
            kernel.call(
                    SystemCall.UTIMENSAT,
                    "utimensat",
                    path,
                    SystemCalls.AT_FDCWD,
                    name,
                    times.address(),
                    SystemCalls.AT_SYMLINK_NOFOLLOW);
        }
    }

    @Override
    public Map<String, byte[]> attributes(Path path) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            long name = SystemCalls.pointer(arena, path);
            MemorySegment buffer = arena.allocate(ATTRIBUTE_LIMIT);
            long size = kernel.attempt(SystemCall.LLISTXATTR, name, buffer.address(), buffer.byteSize());
            if (size == -Errno.EOPNOTSUPP.number()) {
                return Map.of();
            }
            if (size < 0) {
                throw new ErrnoException("listxattr " + path, (int) -size);
            }
            String names = new String(buffer.asSlice(0, size).toArray(ValueLayout.JAVA_BYTE), StandardCharsets.UTF_8);
            Map<String, byte[]> attributes = new LinkedHashMap<>();
            for (String attribute : names.split("\0")) {
                if (!attribute.isEmpty()) {
                    read(arena, name, attribute, buffer, attributes, path);
                }
            }
            return attributes;
        }
    }

    private void read(
            Arena arena, long name, String attribute, MemorySegment buffer, Map<String, byte[]> into, Path path)
            throws IOException {
        long key = SystemCalls.pointer(arena, attribute);
        long size = kernel.attempt(SystemCall.LGETXATTR, name, key, buffer.address(), buffer.byteSize());
        if (size == -Errno.ENODATA.number()) {
            return;
        }
        if (size < 0) {
            throw new ErrnoException("getxattr " + path + " " + attribute, (int) -size);
        }
        into.put(attribute, buffer.asSlice(0, size).toArray(ValueLayout.JAVA_BYTE));
    }

    @Override
    public void setAttribute(Path path, String attribute, byte[] value) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            long name = SystemCalls.pointer(arena, path);
            long key = SystemCalls.pointer(arena, attribute);
            MemorySegment content = arena.allocate(Math.max(1, value.length));
            MemorySegment.copy(value, 0, content, ValueLayout.JAVA_BYTE, 0, value.length);
            kernel.call(
                    SystemCall.LSETXATTR, "setxattr " + attribute, path, name, key, content.address(), value.length, 0);
        }
    }

    @Override
    public FileStatus status(Path path) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment s = arena.allocate(256, 8);
            kernel.call(
                    SystemCall.STATX,
                    "lstat",
                    path,
                    SystemCalls.AT_FDCWD,
                    SystemCalls.pointer(arena, path),
                    SystemCalls.AT_SYMLINK_NOFOLLOW,
                    STATX_BASIC_STATS,
                    s.address());
            long device = (long) s.get(ValueLayout.JAVA_INT, 136) << 32 | s.get(ValueLayout.JAVA_INT, 140);
            return new FileStatus(
                    device,
                    s.get(ValueLayout.JAVA_LONG, 32),
                    Short.toUnsignedInt(s.get(ValueLayout.JAVA_SHORT, 28)),
                    s.get(ValueLayout.JAVA_INT, 16),
                    s.get(ValueLayout.JAVA_INT, 20),
                    s.get(ValueLayout.JAVA_INT, 24),
                    s.get(ValueLayout.JAVA_INT, 128),
                    s.get(ValueLayout.JAVA_INT, 132),
                    s.get(ValueLayout.JAVA_LONG, 40),
                    s.get(ValueLayout.JAVA_LONG, 48),
                    nanos(s, 112),
                    nanos(s, 64),
                    nanos(s, 96));
        }
    }

    private static long nanos(MemorySegment status, long offset) {
        return status.get(ValueLayout.JAVA_LONG, offset) * NANOS + status.get(ValueLayout.JAVA_INT, offset + 8);
    }

    @Override
    public FileSystemStatus fileSystem(Path path) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment s = arena.allocate(120, 8);
            kernel.call(SystemCall.STATFS, "statfs", path, SystemCalls.pointer(arena, path), s.address());
            long block = s.get(ValueLayout.JAVA_LONG, 8);
            return new FileSystemStatus(
                    s.get(ValueLayout.JAVA_LONG, 0),
                    block * s.get(ValueLayout.JAVA_LONG, 16),
                    block * s.get(ValueLayout.JAVA_LONG, 32));
        }
    }

    @Override
    public int setUmask(int mask) {
        return (int) kernel.attempt(SystemCall.UMASK, mask);
    }
}
