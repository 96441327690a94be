package dev.gantry.http;

import dev.gantry.api.http.TlsContext;
import io.netty.handler.ssl.SslHandler;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;

/// TLS on TCP sockets. Where it is configured, the last context stays in use while its provider is being replaced, and nothing is
/// ever served in the clear for want of one.
final class TlsSetup {
    private record Last(TlsContext provider, SSLContext context, boolean clientCertificateRequired) {}

    private volatile boolean configured;
    private volatile @Nullable Last last;

    TlsSetup(Map<String, Object> settings) {
        configure(settings);
    }

    void configure(Map<String, Object> settings) {
        configured = Boolean.TRUE.equals(settings.get("tls"));
    }

    synchronized void bind(TlsContext provider) {
        last = new Last(provider, provider.sslContext(), provider.clientCertificateRequired());
    }

    synchronized void unbind(TlsContext provider) {
        Last now = last;
        if (!configured && now != null && now.provider == provider) {
            last = null;
        }
    }

    /// Whether connections are to be refused until there is a context.
    boolean isMissing() {
        return configured && last == null;
    }

    /// The TLS handler of a new connection; null when connections are plain.
    @Nullable SslHandler handler() {
        Last now = last;
        return now == null ? null : new SslHandler(engine(now));
    }

    /// At least TLS 1.2, HTTP/1.1 as the only application protocol, the server's choice of cipher.
    private static SSLEngine engine(Last now) {
        SSLEngine engine = now.context.createSSLEngine();
        engine.setUseClientMode(false);
        SSLParameters parameters = engine.getSSLParameters();
        parameters.setProtocols(new String[] {"TLSv1.3", "TLSv1.2"});
        parameters.setUseCipherSuitesOrder(true);
        parameters.setApplicationProtocols(new String[] {"http/1.1"});
        parameters.setNeedClientAuth(now.clientCertificateRequired);
        engine.setSSLParameters(parameters);
        return engine;
    }
}
