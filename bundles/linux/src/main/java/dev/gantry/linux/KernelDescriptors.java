package dev.gantry.linux;

import dev.gantry.api.linux.Descriptors;
import dev.gantry.api.linux.Errno;
import dev.gantry.api.linux.ErrnoException;
import dev.gantry.api.linux.OpenFlag;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/// [Descriptors] by system calls.
@Component
public final class KernelDescriptors implements Descriptors {
    static final int O_CLOEXEC = 02000000;
    static final int O_NONBLOCK = 04000;
    private static final long RESOLVE_NO_MAGICLINKS = 0x02;
    private static final long RESOLVE_IN_ROOT = 0x10;
    private static final int RACES = 64;
    private static final long FIONREAD = 0x541B;
    private static final int F_GETFL = 3;
    private static final int F_SETFL = 4;
    private static final int F_DUPFD_CLOEXEC = 1030;
    private static final int F_SETPIPE_SZ = 1031;

    private final SystemCalls kernel;

    /// @param kernel makes the calls
    @Activate
    public KernelDescriptors(@Reference SystemCalls kernel) {
        this.kernel = kernel;
    }

    @Override
    public int open(Path path, int mode, OpenFlag... flags) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            long name = SystemCalls.pointer(arena, path);
            return (int) kernel.call(SystemCall.OPENAT, "open", path, SystemCalls.AT_FDCWD, name, bits(flags), mode);
        }
    }

    @Override
    public int openInRoot(Path root, String path, int mode, OpenFlag... flags) throws IOException {
        int directory = open(root, 0, OpenFlag.PATH, OpenFlag.DIRECTORY);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment how = arena.allocate(24);
            long bits = bits(flags);
            how.set(ValueLayout.JAVA_LONG, 0, bits);
            how.set(ValueLayout.JAVA_LONG, 8, (bits & 0100) == 0 ? 0 : mode);
            how.set(ValueLayout.JAVA_LONG, 16, RESOLVE_IN_ROOT | RESOLVE_NO_MAGICLINKS);
            long name = SystemCalls.pointer(arena, path.isEmpty() ? "/" : path);
            long result = -Errno.EAGAIN.number();
            // The kernel answers EAGAIN when a rename raced with the walk.
            for (int i = 0; i < RACES && result == -Errno.EAGAIN.number(); i++) {
                result = kernel.attempt(SystemCall.OPENAT2, directory, name, how.address(), how.byteSize());
            }
            if (result < 0) {
                throw new ErrnoException("open " + path, (int) -result);
            }
            return (int) result;
        } finally {
            close(directory);
        }
    }

    private static long bits(OpenFlag... flags) {
        long bits = O_CLOEXEC;
        for (OpenFlag flag : flags) {
            bits |= switch (flag) {
                case WRITE -> 1;
                case READ_WRITE -> 2;
                case CREATE -> 0100;
                case EXCLUSIVE -> 0200;
                case NO_CONTROLLING_TERMINAL -> 0400;
                case TRUNCATE -> 01000;
                case APPEND -> 02000;
                case NON_BLOCKING -> O_NONBLOCK;
                case DIRECTORY -> SystemCall.ARM ? 040000 : 0200000;
                case NO_FOLLOW -> SystemCall.ARM ? 0100000 : 0400000;
                case PATH -> 010000000;
            };
        }
        return bits;
    }

    @Override
    public Path pathOf(int fd) {
        return Path.of("/proc/self/fd/" + fd);
    }

    @Override
    public int read(int fd, ByteBuffer into) throws IOException {
        if (!into.hasRemaining()) {
            return 0;
        }
        long result = kernel.attempt(SystemCall.READ, fd, address(into), into.remaining());
        if (result == -Errno.EAGAIN.number()) {
            return 0;
        }
        if (result < 0) {
            throw new ErrnoException("read", (int) -result);
        }
        into.position(into.position() + (int) result);
        return result == 0 ? -1 : (int) result;
    }

    @Override
    public int write(int fd, ByteBuffer from) throws IOException {
        if (!from.hasRemaining()) {
            return 0;
        }
        long result = kernel.attempt(SystemCall.WRITE, fd, address(from), from.remaining());
        if (result == -Errno.EAGAIN.number()) {
            return 0;
        }
        if (result < 0) {
            throw new ErrnoException("write", (int) -result);
        }
        from.position(from.position() + (int) result);
        return (int) result;
    }

    private static long address(ByteBuffer buffer) {
        if (!buffer.isDirect()) {
            throw new IllegalArgumentException("the buffer is not direct");
        }
        return MemorySegment.ofBuffer(buffer).address();
    }

    @Override
    public void setNonBlocking(int fd, boolean nonBlocking) throws IOException {
        long flags = kernel.call(SystemCall.FCNTL, "fcntl", fd, F_GETFL);
        long wanted = nonBlocking ? flags | O_NONBLOCK : flags & ~O_NONBLOCK;
        if (wanted != flags) {
            kernel.call(SystemCall.FCNTL, "fcntl", fd, F_SETFL, wanted);
        }
    }

    @Override
    public int duplicate(int fd) throws IOException {
        return (int) kernel.call(SystemCall.FCNTL, "dup", fd, F_DUPFD_CLOEXEC, 0);
    }

    @Override
    public int[] pipe() throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment ends = arena.allocate(8, 4);
            kernel.call(SystemCall.PIPE2, "pipe", ends.address(), O_CLOEXEC);
            return ends.toArray(ValueLayout.JAVA_INT);
        }
    }

    @Override
    public void setPipeCapacity(int fd, int bytes) throws IOException {
        kernel.call(SystemCall.FCNTL, "fcntl", fd, F_SETPIPE_SZ, bytes);
    }

    @Override
    public int available(int fd) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment count = arena.allocate(ValueLayout.JAVA_INT);
            kernel.call(SystemCall.IOCTL, "ioctl", fd, FIONREAD, count.address());
            return count.get(ValueLayout.JAVA_INT, 0);
        }
    }

    @Override
    public void close(int fd) {
        kernel.attempt(SystemCall.CLOSE, fd);
    }
}
