package dev.gantry.http;

import dev.gantry.api.error.EngineException;
import dev.gantry.api.http.TlsContext;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// TLS on TCP sockets. Where it is configured, the last context stays in use while its provider is being replaced, and nothing is
/// ever served in the clear for want of one.
final class TlsSetup {
    private static final Logger LOG = LoggerFactory.getLogger(TlsSetup.class);

    private record Last(SSLContext context, boolean clientCertificateRequired) {}

    private boolean configured;
    private @Nullable TlsContext provider;
    private @Nullable Last last;

    TlsSetup(Map<String, Object> settings) {
        configure(settings);
    }

    synchronized void configure(Map<String, Object> settings) {
        configured = Boolean.TRUE.equals(settings.get("tls"));
        forget();
    }

    void bind(TlsContext fresh) {
        synchronized (this) {
            provider = fresh;
        }
        refresh(fresh);
    }

    synchronized void unbind(TlsContext gone) {
        if (provider == gone) {
            provider = null;
        }
        forget();
    }

    /// Without the setting and without a provider, TLS is off.
    private void forget() {
        if (!configured && provider == null) {
            last = null;
        }
    }

    /// Whether new connections are to speak TLS.
    synchronized boolean isOn() {
        return configured || provider != null;
    }

    private synchronized @Nullable TlsContext provider() {
        return provider;
    }

    /// Asks the provider, and keeps its answer for the time after it.
    private @Nullable Last refresh(TlsContext from) {
        try {
            Last fresh = new Last(from.sslContext(), from.clientCertificateRequired());
            synchronized (this) {
                if (provider == from) {
                    last = fresh;
                }
            }
            return fresh;
        } catch (EngineException e) {
            LOG.debug("no connection by TLS: {}", e.getMessage());
            return null;
        }
    }

    private synchronized @Nullable Last last() {
        return last;
    }

    /// The TLS side of a new connection; null when there is no usable certificate. May read files.
    @Nullable SSLEngine engine() {
        TlsContext from = provider();
        Last now = from == null ? last() : refresh(from);
        return now == null ? null : engine(now);
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
