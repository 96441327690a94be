package dev.gantry.archive;

import dev.gantry.api.linux.FileStatus;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.attribute.FileTime;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;

/// Writes trees as tar, with owners, devices, hard links and extended attributes.
final class TarWriter {
    private static final int SOCKET = 0140000;
    private static final int BUFFER = 64 * 1024;

    private final Kernel kernel;
    private final TarArchiveOutputStream tar;
    private final Map<String, String> links = new HashMap<>();
    private final byte[] buffer = new byte[BUFFER];

    TarWriter(Kernel kernel, OutputStream out) {
        this.kernel = kernel;
        this.tar = new TarArchiveOutputStream(out, StandardCharsets.UTF_8.name());
        tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
        tar.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_POSIX);
    }

    /// Writes the entry `name` of a directory and all below.
    ///
    /// @param as what the tar calls it; empty to leave out the entry itself
    void write(Place parent, String name, String as) throws IOException {
        FileStatus status = parent.status(name);
        if (status.type() == SOCKET) {
            return;
        }
        if (!as.isEmpty()) {
            entry(parent, name, as, status);
        }
        if (status.isDirectory()) {
            children(parent, name, as.isEmpty() || as.equals("/") ? as : as + "/");
        }
    }

    private void children(Place parent, String name, String prefix) throws IOException {
        try (Place directory = parent.enter(name)) {
            for (String child : directory.names()) {
                try {
                    write(directory, child, prefix + child);
                } catch (NoSuchFileException | dev.gantry.api.linux.ErrnoException e) {
                    skipIfGone(e);
                }
            }
        }
    }

    /// A file that vanished since its directory was read is left out.
    private static void skipIfGone(IOException e) throws IOException {
        boolean gone = e instanceof NoSuchFileException
                || e instanceof dev.gantry.api.linux.ErrnoException errno
                        && errno.is(dev.gantry.api.linux.Errno.ENOENT);
        if (!gone) {
            throw e;
        }
    }

    private void entry(Place parent, String name, String as, FileStatus status) throws IOException {
        String earlier = !status.isDirectory() && status.links() > 1
                ? links.putIfAbsent(status.device() + ":" + status.inode(), as)
                : null;
        TarArchiveEntry entry = new TarArchiveEntry(
                as + (status.isDirectory() && !as.endsWith("/") ? "/" : ""), type(status, earlier), true);
        entry.setMode(status.permissions());
        entry.setUserId(status.uid());
        entry.setGroupId(status.gid());
        entry.setLastModifiedTime(FileTime.from(status.modifiedNanos() / 1000, TimeUnit.MICROSECONDS));
        entry.setDevMajor(status.major());
        entry.setDevMinor(status.minor());
        if (earlier != null) {
            entry.setLinkName(earlier);
        } else if (status.isLink()) {
            entry.setLinkName(Files.readSymbolicLink(parent.at(name)).toString());
        } else {
            attributes(parent, name, entry);
        }
        boolean content = earlier == null && status.isRegular();
        entry.setSize(content ? status.size() : 0);
        tar.putArchiveEntry(entry);
        if (content) {
            copy(parent, name, status.size());
        }
        tar.closeArchiveEntry();
    }

    private static byte type(FileStatus status, @org.jspecify.annotations.Nullable String earlier) {
        if (earlier != null) {
            return TarConstants.LF_LINK;
        }
        return switch (status.type()) {
            case 0040000 -> TarConstants.LF_DIR;
            case 0120000 -> TarConstants.LF_SYMLINK;
            case 0060000 -> TarConstants.LF_BLK;
            case 0020000 -> TarConstants.LF_CHR;
            case 0010000 -> TarConstants.LF_FIFO;
            default -> TarConstants.LF_NORMAL;
        };
    }

    private void attributes(Place parent, String name, TarArchiveEntry entry) throws IOException {
        for (Map.Entry<String, byte[]> attribute :
                kernel.files().attributes(parent.at(name)).entrySet()) {
            if (attribute.getKey().equals("security.capability")
                    || attribute.getKey().startsWith("user.")) {
                entry.addPaxHeader(
                        "SCHILY.xattr." + attribute.getKey(),
                        new String(attribute.getValue(), StandardCharsets.ISO_8859_1));
            }
        }
    }

    /// Exactly the bytes that the header promised, whatever happens to the file meanwhile.
    private void copy(Place parent, String name, long size) throws IOException {
        long left = size;
        try (InputStream in = Files.newInputStream(parent.at(name), LinkOption.NOFOLLOW_LINKS)) {
            while (left > 0) {
                int read = in.read(buffer, 0, (int) Math.min(buffer.length, left));
                if (read < 0) {
                    break;
                }
                tar.write(buffer, 0, read);
                left -= read;
            }
        }
        java.util.Arrays.fill(buffer, (byte) 0);
        while (left > 0) {
            int zeros = (int) Math.min(buffer.length, left);
            tar.write(buffer, 0, zeros);
            left -= zeros;
        }
    }

    /// Writes the end of the archive.
    void finish() throws IOException {
        tar.finish();
        tar.flush();
    }
}
