package dev.gantry.api.http;

import javax.net.ssl.SSLContext;
import org.osgi.annotation.versioning.ConsumerType;

/// How the server speaks TLS on its TCP sockets; a service that is present when TLS is configured. It is asked for each connection,
/// so that new certificates hold for connections accepted from then on; those that stand keep what they have.
@ConsumerType
public interface TlsContext {
    /// The context with the server's key, and with the trust anchors for client certificates when they are verified. May read
    /// files; the same object as before when nothing has changed.
    ///
    /// @throws dev.gantry.api.error.EngineException INVALID_PARAMETER when there is no usable certificate, and why
    SSLContext sslContext();

    /// Whether a client must show a certificate that the context trusts.
    boolean clientCertificateRequired();
}
