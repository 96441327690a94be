package dev.gantry.api.linux;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/// Listening sockets as raw descriptors, and ports held without listening. All are close-on-exec and non-blocking.
@ProviderType
public interface Sockets {
    /// Binds and listens on a path. A stale socket file is replaced; anything else there is refused. The file never exists with
    /// wider permissions than asked for.
    ///
    /// @param mode permission bits of the socket file
    /// @param gid its group, -1 for the daemon's
    /// @return the descriptor; closing it leaves the file
    int listenUnix(Path path, int mode, int gid, int backlog) throws IOException;

    /// Binds and listens on TCP with `SO_REUSEADDR`. An IPv6 address takes IPv6 only.
    int listenTcp(InetSocketAddress address, int backlog) throws IOException;

    /// Holds a port so that nobody else can listen on it; connections to it are refused. An IPv6 address holds IPv6 only.
    ///
    /// @param protocol `tcp`, `udp` or `sctp`
    /// @return the descriptor that holds it
    int reserve(String protocol, InetSocketAddress address) throws IOException;

    /// Puts a socket in the place of one that `java.nio` has opened, which thereby ends: so a channel gets what Java has no option for,
    /// such as IPv6 without IPv4. Call it before the channel is used for anything.
    ///
    /// @param fd a bound socket of the same kind, listening if that is its kind; it is closed
    /// @param standIn the address that the channel is bound to. No other socket of this process has it
    /// @throws IOException when no socket is bound to it; `fd` is closed all the same
    void replace(InetSocketAddress standIn, int fd) throws IOException;

    /// The address that a TCP, UDP or SCTP socket is bound to.
    InetSocketAddress localAddress(int fd) throws IOException;

    /// Whether the descriptor is a listening stream socket.
    boolean isListening(int fd);

    /// Sends bytes and descriptors over a connected unix socket.
    void send(int socket, byte[] bytes, List<Integer> descriptors) throws IOException;

    /// Sends one datagram to a unix datagram socket and forgets about it.
    ///
    /// @param path of the socket; a leading `@` means the abstract namespace
    void notify(String path, byte[] datagram) throws IOException;
}
