package dev.gantry.api.linux;

/// A file's inode.
///
/// @param device number of the file system, for telling hard links together with `inode`
/// @param inode number within the file system
/// @param mode type and permission bits
/// @param links number of names
/// @param uid owner
/// @param gid group
/// @param major of a device node
/// @param minor of a device node
/// @param size bytes
/// @param blocks units of 512 bytes on disk
/// @param modifiedNanos modification time, nanoseconds since 1970
/// @param accessNanos access time
/// @param changedNanos inode change time
public record FileStatus(
        long device,
        long inode,
        int mode,
        long links,
        int uid,
        int gid,
        int major,
        int minor,
        long size,
        long blocks,
        long modifiedNanos,
        long accessNanos,
        long changedNanos) {
    private static final int TYPE = 0170000;

    /// The type bits.
    public int type() {
        return mode & TYPE;
    }

    /// The twelve permission bits.
    public int permissions() {
        return mode & 07777;
    }

    /// Whether this is a directory.
    public boolean isDirectory() {
        return type() == 0040000;
    }

    /// Whether this is a regular file.
    public boolean isRegular() {
        return type() == 0100000;
    }

    /// Whether this is a symbolic link.
    public boolean isLink() {
        return type() == 0120000;
    }
}
