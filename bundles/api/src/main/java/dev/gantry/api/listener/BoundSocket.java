package dev.gantry.api.listener;

import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A listening socket on its way to its owner.
///
/// @param fd the file descriptor: open, listening, non-blocking, close-on-exec
/// @param kind the address family, which decides about TLS and peer credentials
/// @param address where it listens, for log lines and messages: `/var/run/docker.sock`, `127.0.0.1:2375`, `[::1]:2375`
/// @param path the file that the owner removes when it closes the socket for good; null when there is none
public record BoundSocket(
        int fd, Kind kind, String address, @Nullable Path path) {
    /// Refuses a negative descriptor.
    public BoundSocket {
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(address, "address");
        if (fd < 0) {
            throw new IllegalArgumentException("negative file descriptor");
        }
    }

    /// The address family of a listening socket.
    public enum Kind {
        /// A unix socket: peers have credentials, TLS is never used.
        UNIX,
        /// TCP over IPv4 or IPv6: TLS is used when it is configured.
        TCP
    }
}
