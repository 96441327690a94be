package dev.gantry.plugins;

import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import java.io.File;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// The `TLSConfig` of a plugin's description. Without an authority the plugin's certificate is not verified.
///
/// @param CAFile who signs the plugin's certificate
/// @param CertFile the engine's own certificate, when the plugin asks for one
/// @param KeyFile its key, PKCS #8
record TlsFiles(
        boolean InsecureSkipVerify,
        @Nullable String CAFile,
        @Nullable String CertFile,
        @Nullable String KeyFile) {
    static final TlsFiles NONE = new TlsFiles(true, null, null, null);

    private boolean verifies() {
        return !InsecureSkipVerify && isSet(CAFile);
    }

    private static boolean isSet(@Nullable String file) {
        return file != null && !file.isEmpty();
    }

    /// Reads the files anew.
    ///
    /// @throws IOException when one cannot be used; the message names no key material
    SslContext context() throws IOException {
        try {
            SslContextBuilder builder = SslContextBuilder.forClient().sslProvider(SslProvider.JDK);
            if (verifies()) {
                builder.trustManager(new File(String.valueOf(CAFile)));
            } else {
                builder.trustManager(InsecureTrustManagerFactory.INSTANCE).endpointIdentificationAlgorithm("");
            }
            if (isSet(CertFile) && isSet(KeyFile)) {
                builder.keyManager(new File(String.valueOf(CertFile)), new File(String.valueOf(KeyFile)));
            }
            return builder.build();
        } catch (IllegalArgumentException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw new IOException("the plugin's TLS files cannot be used: " + cause.getMessage(), e);
        }
    }
}
