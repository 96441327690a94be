package dev.gantry.testkit.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.gantry.api.http.TlsContext;
import java.nio.ByteBuffer;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import org.junit.jupiter.api.Test;

/// What every [TlsContext] has to keep: that a client which trusts it can shake hands with it, and one that shows no certificate
/// only where none is required.
public abstract class TlsContextContract {
    /// A new provider, as its component would be after an update of the bundle.
    protected abstract TlsContext newContext() throws Exception;

    /// A client that trusts the server and shows a certificate that the server trusts, if it is asked for one.
    protected abstract SSLContext trustedClient() throws Exception;

    /// A client that trusts the server and has no certificate.
    protected abstract SSLContext anonymousClient() throws Exception;

    @Test
    void shakesHandsWithAClientThatItTrusts() throws Exception {
        for (String version : new String[] {"TLSv1.3", "TLSv1.2"}) {
            assertEquals(version, handshake(newContext(), trustedClient(), version));
        }
    }

    @Test
    void asksForACertificateWhenItSaysSo() throws Exception {
        TlsContext context = newContext();
        if (context.clientCertificateRequired()) {
            assertThrows(SSLException.class, () -> handshake(context, anonymousClient(), "TLSv1.2"));
        } else {
            assertEquals("TLSv1.3", handshake(context, anonymousClient(), "TLSv1.3"));
        }
    }

    @Test
    void servesManyConnectionsWithOneContext() throws Exception {
        TlsContext context = newContext();
        for (int i = 0; i < 5; i++) {
            assertEquals("TLSv1.3", handshake(context, trustedClient(), "TLSv1.3"));
        }
    }

    /// @return the protocol that both agreed on
    private static String handshake(TlsContext context, SSLContext trusting, String version) throws SSLException {
        SSLEngine server = context.sslContext().createSSLEngine();
        server.setUseClientMode(false);
        server.setNeedClientAuth(context.clientCertificateRequired());
        SSLEngine client = trusting.createSSLEngine("localhost", 1);
        client.setUseClientMode(true);
        SSLParameters parameters = client.getSSLParameters();
        parameters.setProtocols(new String[] {version});
        client.setSSLParameters(parameters);
        ByteBuffer toServer = ByteBuffer.allocate(1 << 18);
        ByteBuffer toClient = ByteBuffer.allocate(1 << 18);
        client.beginHandshake();
        server.beginHandshake();
        for (int turn = 0; turn < 100 && !(isDone(client) && isDone(server)); turn++) {
            step(client, toServer, toClient);
            step(server, toClient, toServer);
        }
        return isDone(client) && isDone(server) ? server.getSession().getProtocol() : "no end";
    }

    private static boolean isDone(SSLEngine engine) {
        return engine.getHandshakeStatus() == HandshakeStatus.NOT_HANDSHAKING;
    }

    private static void step(SSLEngine engine, ByteBuffer out, ByteBuffer in) throws SSLException {
        ByteBuffer nothing = ByteBuffer.allocate(0);
        switch (engine.getHandshakeStatus()) {
            case NEED_TASK -> engine.getDelegatedTask().run();
            case NEED_WRAP -> engine.wrap(nothing, out);
            case NEED_UNWRAP, NEED_UNWRAP_AGAIN, NOT_HANDSHAKING -> {
                in.flip();
                if (in.hasRemaining()) {
                    engine.unwrap(in, ByteBuffer.allocate(1 << 15));
                }
                in.compact();
            }
            default ->
                throw new IllegalStateException(engine.getHandshakeStatus().toString());
        }
    }
}
