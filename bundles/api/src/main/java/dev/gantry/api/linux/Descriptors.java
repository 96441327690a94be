package dev.gantry.api.linux;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import org.osgi.annotation.versioning.ProviderType;

/// Raw file descriptors.
@ProviderType
public interface Descriptors {
    /// Opens a path.
    ///
    /// @param mode for a created file, less the umask
    /// @return the descriptor
    int open(Path path, int mode, OpenFlag... flags) throws IOException;

    /// Opens a path as a process whose root directory is `root` would: `..` and symbolic links cannot leave it
    /// (`openat2` with `RESOLVE_IN_ROOT`). Use it for every path that a container's content can influence.
    ///
    /// @param path absolute or relative, both mean below `root`
    int openInRoot(Path root, String path, int mode, OpenFlag... flags) throws IOException;

    /// The path under `/proc/self/fd` that names the open file itself, for calls that take paths.
    Path pathOf(int fd);

    /// Reads into a direct buffer.
    ///
    /// @return the number of bytes; 0 when a non-blocking descriptor has none now; -1 at the end (of a fifo: no writer left)
    int read(int fd, ByteBuffer into) throws IOException;

    /// Writes from a direct buffer.
    ///
    /// @return the number of bytes taken; 0 when a non-blocking descriptor takes none now
    int write(int fd, ByteBuffer from) throws IOException;

    /// Switches between waiting and not waiting.
    void setNonBlocking(int fd, boolean nonBlocking) throws IOException;

    /// Another descriptor for the same open file.
    int duplicate(int fd) throws IOException;

    /// A pipe: the reading end first. Both ends wait.
    int[] pipe() throws IOException;

    /// The bytes that a pipe or fifo holds before a writer waits.
    ///
    /// @param bytes wanted capacity; the kernel rounds up, and an unprivileged limit may refuse
    void setPipeCapacity(int fd, int bytes) throws IOException;

    /// Bytes that wait to be read in a pipe, fifo or socket.
    int available(int fd) throws IOException;

    /// Closes; a number that is not open is ignored.
    void close(int fd);
}
