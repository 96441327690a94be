package dev.gantry.api.linux;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.osgi.annotation.versioning.ProviderType;

/// Files as the kernel has them, beyond what `java.nio.file` reaches. Nothing here follows a symbolic link in the last component
/// unless said.
@ProviderType
public interface FileNodes {
    /// Makes a fifo.
    void makeFifo(Path path, int mode) throws IOException;

    /// Makes a device node, fifo or socket node.
    ///
    /// @param type one of the file type bits `S_IFCHR` 0020000, `S_IFBLK` 0060000, `S_IFIFO` 0010000, `S_IFSOCK` 0140000
    void makeNode(Path path, int type, int mode, int major, int minor) throws IOException;

    /// Sets owner and group; -1 keeps one.
    void setOwner(Path path, int uid, int gid) throws IOException;

    /// Sets all twelve permission bits; follows links, as links have none.
    void setMode(Path path, int mode) throws IOException;

    /// Sets access and modification time, in nanoseconds since 1970.
    void setTimes(Path path, long accessNanos, long modifiedNanos) throws IOException;

    /// All extended attributes; empty where the file system has none.
    Map<String, byte[]> attributes(Path path) throws IOException;

    /// Sets one extended attribute.
    void setAttribute(Path path, String name, byte[] value) throws IOException;

    /// What `lstat` tells.
    FileStatus status(Path path) throws IOException;

    /// Size and kind of the file system that holds `path`; follows links.
    FileSystemStatus fileSystem(Path path) throws IOException;

    /// Sets the mask of permission bits that new files of this process lack.
    ///
    /// @return the mask before
    int setUmask(int mask);
}
