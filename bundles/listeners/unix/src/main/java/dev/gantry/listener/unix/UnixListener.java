package dev.gantry.listener.unix;

import dev.gantry.api.error.EngineException;
import dev.gantry.api.linux.Descriptors;
import dev.gantry.api.linux.FileNodes;
import dev.gantry.api.linux.Sockets;
import dev.gantry.api.listener.BoundSocket;
import dev.gantry.api.listener.ListenAddress;
import dev.gantry.api.listener.Listener;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.GroupPrincipal;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.UserPrincipalNotFoundException;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// `unix://PATH`: a socket file for root and one group.
@Component(property = Listener.SCHEME + "=unix")
public final class UnixListener implements Listener {
    private static final Logger LOG = LoggerFactory.getLogger(UnixListener.class);
    private static final String DEFAULT_PATH = "/var/run/docker.sock";
    private static final String DEFAULT_GROUP = "docker";
    private static final int BACKLOG = 4096;
    private static final int MODE = 0660;
    private static final int STICKY = 01000;

    private final Sockets sockets;
    private final Descriptors descriptors;
    private final FileNodes files;
    private final String runtimeDirectory;

    /// @param sockets opens them
    /// @param descriptors closes what was opened before a failure
    /// @param files sets their modes
    @Activate
    public UnixListener(@Reference Sockets sockets, @Reference Descriptors descriptors, @Reference FileNodes files) {
        this(sockets, descriptors, files, System.getenv().getOrDefault("XDG_RUNTIME_DIR", ""));
    }

    UnixListener(Sockets sockets, Descriptors descriptors, FileNodes files, String runtimeDirectory) {
        this.sockets = sockets;
        this.descriptors = descriptors;
        this.files = files;
        this.runtimeDirectory = runtimeDirectory;
    }

    /// A file that nobody answers on is replaced, whatever it is; one that is answered is left alone.
    @Override
    public List<BoundSocket> bind(ListenAddress address) {
        String spec = address.spec().isEmpty() ? DEFAULT_PATH : address.spec();
        Path path = Path.of(spec);
        GroupPrincipal group = group(path, address.group());
        refuseWhenAnswered(path);
        try {
            if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
                throw new IOException("it is a directory");
            }
            Files.deleteIfExists(path);
            return List.of(new BoundSocket(listen(path, group), BoundSocket.Kind.UNIX, spec, path));
        } catch (IOException e) {
            throw EngineException.system("can't create unix socket " + spec + ": " + e.getMessage(), e);
        }
    }

    private int listen(Path path, @Nullable GroupPrincipal group) throws IOException {
        int fd = sockets.listenUnix(path, 0600, -1, BACKLOG);
        try {
            // Whom it belongs to before what that one may do: it is never open to a wrong group.
            give(path, group);
            files.setMode(path, isBelowRuntimeDirectory(path) ? MODE | STICKY : MODE);
            return fd;
        } catch (IOException | RuntimeException e) {
            descriptors.close(fd);
            Files.deleteIfExists(path);
            throw e;
        }
    }

    /// There, who cleans up leaves alone what is sticky.
    private boolean isBelowRuntimeDirectory(Path path) {
        return !runtimeDirectory.isEmpty() && path.toAbsolutePath().startsWith(Path.of(runtimeDirectory));
    }

    private static void refuseWhenAnswered(Path path) {
        if (!Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS) && Files.exists(path) && SocketProbe.isAnswered(path)) {
            throw EngineException.conflict("another engine answers on " + path + ": leave it alone and give this one an"
                    + " address of its own (-H unix:///path/to/another.sock) and a directory of its own (--data-root)");
        }
    }

    @Override
    public Runnable regroup(BoundSocket socket, String name) {
        Path path = socket.path();
        if (path == null) {
            return () -> {};
        }
        GroupPrincipal group = group(path, name);
        return () -> {
            try {
                give(path, group == null ? own() : group);
            } catch (IOException e) {
                LOG.error("cannot give {} to the group {}: {}", path, name, e.getMessage());
            }
        };
    }

    private static void give(Path path, @Nullable GroupPrincipal group) throws IOException {
        if (group != null) {
            Objects.requireNonNull(Files.getFileAttributeView(path, PosixFileAttributeView.class))
                    .setGroup(group);
        }
    }

    private static GroupPrincipal own() throws IOException {
        return (GroupPrincipal) Files.getAttribute(Path.of("/proc/self"), "posix:group");
    }

    /// The group of that name, or else of that number; null for the daemon's own.
    private static @Nullable GroupPrincipal group(Path path, String name) {
        if (name.isEmpty()) {
            return null;
        }
        try {
            return path.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByGroupName(name);
        } catch (UserPrincipalNotFoundException e) {
            if (!name.equals(DEFAULT_GROUP)) {
                throw EngineException.invalidParameter("group " + name + " not found", e);
            }
            LOG.warn("could not change group {} to {}: group {} not found", path, name, name);
            return null;
        } catch (IOException e) {
            throw EngineException.system("cannot look up the group " + name + ": " + e.getMessage(), e);
        }
    }
}
