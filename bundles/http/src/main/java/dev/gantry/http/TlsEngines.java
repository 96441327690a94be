package dev.gantry.http;

import dev.gantry.api.http.TlsContext;
import io.netty.handler.ssl.SslHandler;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;

/// Makes the server's side of a TLS connection.
final class TlsEngines {
    private TlsEngines() {}

    /// At least TLS 1.2, HTTP/1.1 as the only application protocol, the server's choice of cipher.
    static SslHandler handler(TlsContext context) {
        SSLEngine engine = context.sslContext().createSSLEngine();
        engine.setUseClientMode(false);
        SSLParameters parameters = engine.getSSLParameters();
        parameters.setProtocols(new String[] {"TLSv1.3", "TLSv1.2"});
        parameters.setUseCipherSuitesOrder(true);
        parameters.setApplicationProtocols(new String[] {"http/1.1"});
        parameters.setNeedClientAuth(context.clientCertificateRequired());
        engine.setSSLParameters(parameters);
        return new SslHandler(engine);
    }
}
