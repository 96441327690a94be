package dev.gantry.linux;

import dev.gantry.api.linux.AtomicFiles;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/// [AtomicFiles] by a temporary file in the same directory and a rename.
@Component
public final class DiskAtomicFiles implements AtomicFiles {
    private static final PosixFilePermission[] BITS = {
        PosixFilePermission.OTHERS_EXECUTE,
        PosixFilePermission.OTHERS_WRITE,
        PosixFilePermission.OTHERS_READ,
        PosixFilePermission.GROUP_EXECUTE,
        PosixFilePermission.GROUP_WRITE,
        PosixFilePermission.GROUP_READ,
        PosixFilePermission.OWNER_EXECUTE,
        PosixFilePermission.OWNER_WRITE,
        PosixFilePermission.OWNER_READ
    };

    /// Needs nothing.
    @Activate
    public DiskAtomicFiles() {}

    @Override
    public void write(Path file, byte[] content, int mode) throws IOException {
        replace(file, content, mode, true);
        sync(file.toAbsolutePath().getParent());
    }

    @Override
    public void writeVolatile(Path file, byte[] content, int mode) throws IOException {
        replace(file, content, mode, false);
    }

    private static void replace(Path file, byte[] content, int mode, boolean sync) throws IOException {
        String random = Long.toUnsignedString(ThreadLocalRandom.current().nextLong(), 36);
        Path temporary = file.resolveSibling("." + file.getFileName() + ".tmp-" + random);
        Set<StandardOpenOption> options = EnumSet.of(StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW);
        try {
            try (FileChannel channel = FileChannel.open(temporary, options, attribute(0600))) {
                for (ByteBuffer left = ByteBuffer.wrap(content); left.hasRemaining(); ) {
                    channel.write(left);
                }
                if ((mode & 0777) != 0600) {
                    Files.setPosixFilePermissions(temporary, permissions(mode));
                }
                if (sync) {
                    channel.force(true);
                }
            }
            Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            Files.deleteIfExists(temporary);
            throw e;
        }
    }

    @Override
    public void delete(Path file) throws IOException {
        if (Files.deleteIfExists(file)) {
            sync(file.toAbsolutePath().getParent());
        }
    }

    @Override
    public void directories(Path directory, int mode) throws IOException {
        if (Files.isDirectory(directory)) {
            return;
        }
        Path parent = directory.toAbsolutePath().getParent();
        if (parent != null) {
            directories(parent, mode);
        }
        try {
            Files.createDirectory(directory, attribute(mode));
            Files.setPosixFilePermissions(directory, permissions(mode));
        } catch (FileAlreadyExistsException e) {
            if (!Files.isDirectory(directory)) {
                throw e;
            }
        }
    }

    private static void sync(@Nullable Path directory) throws IOException {
        if (directory == null) {
            return;
        }
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    private static FileAttribute<Set<PosixFilePermission>> attribute(int mode) {
        return PosixFilePermissions.asFileAttribute(permissions(mode));
    }

    private static Set<PosixFilePermission> permissions(int mode) {
        Set<PosixFilePermission> permissions = EnumSet.noneOf(PosixFilePermission.class);
        for (int bit = 0; bit < BITS.length; bit++) {
            if ((mode & 1 << bit) != 0) {
                permissions.add(BITS[bit]);
            }
        }
        return permissions;
    }
}
