package dev.gantry.archive;

import dev.gantry.api.error.EngineException;
import dev.gantry.api.linux.Errno;
import dev.gantry.api.linux.ErrnoException;
import dev.gantry.api.linux.FileNodes;
import dev.gantry.api.linux.FileStatus;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PushbackInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.jspecify.annotations.Nullable;

/// Unpacks a tar below a directory of a container, as a process inside would: links on the way are followed inside its root.
final class Unpacker {
    private static final String ATTRIBUTE = "SCHILY.xattr.";
    private static final int HEADER = 512;

    private final Kernel kernel;
    private final Path root;
    private final String target;
    private final boolean keepKinds;
    private final @Nullable Owner owner;
    private final List<DirectoryTimes> times = new ArrayList<>();

    /// Who gets the files.
    record Owner(int uid, int gid) {}

    private record DirectoryTimes(String path, long nanos) {}

    /// @param target directory in the container
    /// @param keepKinds whether to refuse to replace a directory by something else, and the reverse
    /// @param owner null = as the tar says
    Unpacker(Kernel kernel, Path root, String target, boolean keepKinds, @Nullable Owner owner) {
        this.kernel = kernel;
        this.root = root;
        this.target = target;
        this.keepKinds = keepKinds;
        this.owner = owner;
    }

    void unpack(InputStream in) throws IOException {
        try (TarArchiveInputStream tar =
                new TarArchiveInputStream(whole(Compression.open(in)), StandardCharsets.UTF_8.name())) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                unpack(entry, tar);
            }
        }
        for (DirectoryTimes directory : times.reversed()) {
            try (Place place = Place.resolve(kernel, root, directory.path())) {
                kernel.files().setTimes(place.at("."), directory.nanos(), directory.nanos());
            }
        }
    }

    /// Refuses what ends before its first header does, which the tar library takes for an empty archive.
    private static InputStream whole(InputStream plain) throws IOException {
        PushbackInputStream in = new PushbackInputStream(plain, HEADER);
        byte[] header = in.readNBytes(HEADER);
        if (header.length > 0 && header.length < HEADER) {
            throw new EOFException("unexpected EOF");
        }
        in.unread(header);
        return in;
    }

    private void unpack(TarArchiveEntry entry, InputStream content) throws IOException {
        String inside = inside(entry.getName());
        if (inside.equals("/")) {
            return;
        }
        int slash = inside.lastIndexOf('/');
        String name = inside.substring(slash + 1);
        String directory = ContainerPath.clean(target + inside.substring(0, slash));
        try (Place parent = parent(directory)) {
            FileStatus before = present(parent, name);
            if (before != null && makeRoom(parent, name, before, entry)) {
                create(parent, name, entry, content);
            } else if (before == null) {
                create(parent, name, entry, content);
            }
            dress(parent, name, entry);
            if (entry.isDirectory()) {
                times.add(new DirectoryTimes(ContainerPath.clean(directory + "/" + name), nanos(entry)));
            }
        }
    }

    private static String inside(String name) {
        int depth = 0;
        for (String part : name.split("/", -1)) {
            depth += part.equals("..") ? -1 : part.isEmpty() || part.equals(".") ? 0 : 1;
            if (depth < 0) {
                throw EngineException.invalidParameter(
                        "invalid entry name \"" + name + "\": it leads out of the directory");
            }
        }
        return ContainerPath.clean(name);
    }

    /// The directory that an entry goes into, made when it is missing.
    private Place parent(String directory) throws IOException {
        try {
            return Place.resolve(kernel, root, directory);
        } catch (ErrnoException e) {
            if (!e.is(Errno.ENOENT) || directory.equals("/")) {
                throw e;
            }
        }
        int slash = directory.lastIndexOf('/');
        try (Place above = parent(slash == 0 ? "/" : directory.substring(0, slash))) {
            Path made = Files.createDirectory(above.at(directory.substring(slash + 1)));
            kernel.files().setMode(made, 0755);
            if (owner != null) {
                kernel.files().setOwner(made, owner.uid(), owner.gid());
            }
        }
        return Place.resolve(kernel, root, directory);
    }

    private static @Nullable FileStatus present(Place parent, String name) throws IOException {
        try {
            return parent.status(name);
        } catch (ErrnoException e) {
            if (e.is(Errno.ENOENT)) {
                return null;
            }
            throw e;
        }
    }

    /// @return false when what is there stays: a directory for a directory
    private boolean makeRoom(Place parent, String name, FileStatus before, TarArchiveEntry entry) throws IOException {
        if (before.isDirectory() && entry.isDirectory()) {
            return false;
        }
        if (keepKinds && before.isDirectory()) {
            throw EngineException.invalidParameter(
                    "cannot overwrite directory \"" + target + "/" + name + "\" with non-directory \"" + target + "\"");
        }
        if (keepKinds && entry.isDirectory()) {
            throw EngineException.invalidParameter(
                    "cannot overwrite non-directory \"" + target + "/" + name + "\" with directory \"" + target + "\"");
        }
        delete(parent, name, before);
        return true;
    }

    private static void delete(Place parent, String name, FileStatus status) throws IOException {
        if (status.isDirectory()) {
            try (Place directory = parent.enter(name)) {
                for (String child : directory.names()) {
                    delete(directory, child, directory.status(child));
                }
            }
        }
        Files.delete(parent.at(name));
    }

    private void create(Place parent, String name, TarArchiveEntry entry, InputStream content) throws IOException {
        Path path = parent.at(name);
        FileNodes files = kernel.files();
        switch (entry.getLinkFlag()) {
            case TarConstants.LF_DIR -> Files.createDirectory(path);
            case TarConstants.LF_SYMLINK -> Files.createSymbolicLink(path, Path.of(entry.getLinkName()));
            case TarConstants.LF_LINK -> link(path, entry.getLinkName());
            case TarConstants.LF_CHR ->
                files.makeNode(path, 0020000, entry.getMode() & 07777, entry.getDevMajor(), entry.getDevMinor());
            case TarConstants.LF_BLK ->
                files.makeNode(path, 0060000, entry.getMode() & 07777, entry.getDevMajor(), entry.getDevMinor());
            case TarConstants.LF_FIFO -> files.makeFifo(path, entry.getMode() & 07777);
            default -> {
                try (OutputStream out = Files.newOutputStream(
                        path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS)) {
                    content.transferTo(out);
                }
            }
        }
    }

    private void link(Path path, String linked) throws IOException {
        String inside = inside(linked);
        int slash = inside.lastIndexOf('/');
        try (Place place = Place.resolve(kernel, root, ContainerPath.clean(target + inside.substring(0, slash)))) {
            Files.createLink(path, place.at(inside.substring(slash + 1)));
        }
    }

    private void dress(Place parent, String name, TarArchiveEntry entry) throws IOException {
        if (entry.isLink()) {
            return;
        }
        Path path = parent.at(name);
        FileNodes files = kernel.files();
        if (owner != null) {
            files.setOwner(path, owner.uid(), owner.gid());
        } else {
            files.setOwner(path, (int) entry.getLongUserId(), (int) entry.getLongGroupId());
        }
        if (!entry.isSymbolicLink()) {
            files.setMode(path, entry.getMode() & 07777);
        }
        for (Map.Entry<String, String> header : entry.getExtraPaxHeaders().entrySet()) {
            if (header.getKey().startsWith(ATTRIBUTE)) {
                files.setAttribute(
                        path,
                        header.getKey().substring(ATTRIBUTE.length()),
                        header.getValue().getBytes(StandardCharsets.ISO_8859_1));
            }
        }
        files.setTimes(path, nanos(entry), nanos(entry));
    }

    private static long nanos(TarArchiveEntry entry) {
        return entry.getLastModifiedTime().to(java.util.concurrent.TimeUnit.NANOSECONDS);
    }
}
