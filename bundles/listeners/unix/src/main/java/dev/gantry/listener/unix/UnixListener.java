package dev.gantry.listener.unix;

import dev.gantry.api.error.EngineException;
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
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipalNotFoundException;
import java.util.List;
import java.util.Objects;
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

    private final Sockets sockets;

    /// @param sockets opens them
    @Activate
    public UnixListener(@Reference Sockets sockets) {
        this.sockets = sockets;
    }

    /// A file that nobody answers on is replaced; one that is answered is left alone.
    @Override
    public List<BoundSocket> bind(ListenAddress address) {
        String spec = address.spec().isEmpty() ? DEFAULT_PATH : address.spec();
        Path path = Path.of(spec);
        refuseWhenAnswered(path);
        try {
            Files.deleteIfExists(path);
            int fd = sockets.listenUnix(path, 0600, gid(address.group()), BACKLOG);
            // Whom it belongs to before what that one may do: it is never open to a wrong group.
            giveTo(path, address.group());
            Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-rw----"));
            return List.of(new BoundSocket(fd, BoundSocket.Kind.UNIX, spec, path));
        } catch (IOException e) {
            throw EngineException.system("can't create unix socket " + spec + ": " + e.getMessage(), e);
        }
    }

    private static void refuseWhenAnswered(Path path) {
        if (!Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS) && Files.exists(path) && SocketProbe.isAnswered(path)) {
            throw EngineException.conflict("another engine answers on " + path + ": leave it alone and give this one an"
                    + " address of its own (-H unix:///path/to/another.sock) and a directory of its own (--data-root)");
        }
    }

    /// -1 for the daemon's own group, also when the group is a name, which is looked up later.
    private static int gid(String group) {
        return !group.isEmpty() && group.chars().allMatch(Character::isDigit) ? Integer.parseInt(group) : -1;
    }

    private static void giveTo(Path path, String group) throws IOException {
        if (group.isEmpty() || gid(group) >= 0) {
            return;
        }
        try {
            GroupPrincipal principal =
                    path.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByGroupName(group);
            Objects.requireNonNull(Files.getFileAttributeView(path, PosixFileAttributeView.class))
                    .setGroup(principal);
        } catch (UserPrincipalNotFoundException e) {
            if (!group.equals(DEFAULT_GROUP)) {
                Files.deleteIfExists(path);
                throw EngineException.invalidParameter("group " + group + " not found", e);
            }
            LOG.warn("could not change group {} to {}: group {} not found", path, group, group);
        }
    }
}
