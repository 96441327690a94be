package dev.gantry.linux;

import dev.gantry.api.linux.ErrnoException;
import java.lang.foreign.Arena;
import java.nio.file.Path;

/// An open file that names a namespace.
final class NamespaceFile implements AutoCloseable {
    private final SystemCalls kernel;
    private final Path path;
    private final int fd;

    NamespaceFile(SystemCalls kernel, Path path) throws ErrnoException {
        this.kernel = kernel;
        this.path = path;
        try (Arena arena = Arena.ofConfined()) {
            long name = SystemCalls.pointer(arena, path);
            this.fd = (int) kernel.call(
                    SystemCall.OPENAT, "open", path, SystemCalls.AT_FDCWD, name, KernelDescriptors.O_CLOEXEC, 0);
        }
    }

    int fd() {
        return fd;
    }

    /// Moves the calling thread inside.
    void enter() throws ErrnoException {
        kernel.call(SystemCall.SETNS, "setns", path, fd, 0);
    }

    @Override
    public void close() {
        kernel.attempt(SystemCall.CLOSE, fd);
    }
}
