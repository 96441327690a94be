package dev.gantry.api.http;

import javax.net.ssl.SSLContext;
import org.osgi.annotation.versioning.ConsumerType;

/// How the server speaks TLS on its TCP sockets; a service that is present when TLS is configured. A new one (new
/// certificates) holds for connections accepted from then on.
@ConsumerType
public interface TlsContext {
    /// The context with the server's key, and with the trust anchors for client certificates when they are verified.
    SSLContext sslContext();

    /// Whether a client must show a certificate that the context trusts.
    boolean clientCertificateRequired();
}
