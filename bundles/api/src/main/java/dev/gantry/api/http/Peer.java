package dev.gantry.api.http;

import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Objects;

/// Who is at the other end of the connection.
///
/// @param address the remote address (`192.0.2.7:40112`); `@` for a unix socket
/// @param local the address of the listening socket that took the connection
/// @param pid process id of a peer on a unix socket, else -1
/// @param uid user id of a peer on a unix socket, else -1
/// @param gid group id of a peer on a unix socket, else -1
/// @param certificates the verified client certificates of a TLS connection, the peer's own first; else empty
public record Peer(String address, String local, int pid, int uid, int gid, List<X509Certificate> certificates) {
    /// Copies the certificates.
    public Peer {
        Objects.requireNonNull(address, "address");
        Objects.requireNonNull(local, "local");
        certificates = List.copyOf(certificates);
    }
}
