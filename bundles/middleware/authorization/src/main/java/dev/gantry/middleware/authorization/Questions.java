package dev.gantry.middleware.authorization;

import dev.gantry.api.http.Exchange;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;
import org.jspecify.annotations.Nullable;

/// Makes the question from a request.
final class Questions {
    /// A body of this size or more is not shown to plugins.
    static final int BODY_LIMIT = 1024 * 1024;

    private static final Set<String> SECRET = Set.of("authorization", "x-registry-auth", "x-registry-config");
    private static final Set<String> OF_THE_CONNECTION = Set.of("host", "transfer-encoding");
    private static final Base64.Encoder LINES = Base64.getMimeEncoder(64, new byte[] {'\n'});

    private Questions() {}

    static Question of(Exchange exchange) throws IOException {
        List<X509Certificate> certificates = exchange.peer().certificates();
        return new Question(
                certificates.isEmpty() ? "" : commonName(certificates.getFirst()),
                certificates.isEmpty() ? "" : "TLS",
                exchange.method(),
                exchange.target(),
                body(exchange),
                headers(exchange.headers()),
                pem(certificates),
                0,
                null,
                Map.of());
    }

    private static byte @Nullable [] body(Exchange exchange) throws IOException {
        long length = exchange.contentLength();
        String type = exchange.header("Content-Type");
        if (length == 0 || length >= BODY_LIMIT || !(isShown(exchange.path(), type) || isForm(exchange.path(), type))) {
            return null;
        }
        byte[] body = exchange.peekBody(BODY_LIMIT);
        return body.length >= BODY_LIMIT ? null : body;
    }

    /// Bodies are shown when they are JSON and hold no login.
    static boolean isShown(String path, @Nullable String contentType) {
        return !path.startsWith("/auth") && type(contentType).equals("application/json");
    }

    /// A form counts as query: who judges by the query must see it. (Docker does not show it.)
    private static boolean isForm(String path, @Nullable String contentType) {
        return !path.startsWith("/auth") && type(contentType).equals("application/x-www-form-urlencoded");
    }

    private static String type(@Nullable String contentType) {
        return contentType == null ? "" : contentType.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
    }

    /// One value for each name, without credentials; names are spelt as plugins expect them (`Content-Type`).
    static Map<String, String> headers(Map<String, List<String>> all) {
        Map<String, String> shown = new TreeMap<>();
        all.forEach((name, values) -> {
            String lower = name.toLowerCase(Locale.ROOT);
            if (!SECRET.contains(lower) && !OF_THE_CONNECTION.contains(lower)) {
                shown.put(spelt(lower), values.getLast());
            }
        });
        return shown;
    }

    static String spelt(String name) {
        StringBuilder spelt = new StringBuilder(name.length());
        boolean first = true;
        for (char c : name.toCharArray()) {
            spelt.append(first ? Character.toUpperCase(c) : Character.toLowerCase(c));
            first = c == '-';
        }
        return spelt.toString();
    }

    private static String commonName(X509Certificate certificate) {
        try {
            List<Rdn> parts = new LdapName(certificate.getSubjectX500Principal().getName()).getRdns();
            return parts.stream()
                    .filter(part -> part.getType().equalsIgnoreCase("CN"))
                    .map(part -> String.valueOf(part.getValue()))
                    .reduce((_, last) -> last)
                    .orElse("");
        } catch (InvalidNameException e) {
            return "";
        }
    }

    private static List<byte[]> pem(List<X509Certificate> certificates) {
        List<byte[]> texts = new ArrayList<>();
        for (X509Certificate certificate : certificates) {
            try {
                texts.add(("-----BEGIN CERTIFICATE-----\n" + LINES.encodeToString(certificate.getEncoded())
                                + "\n-----END CERTIFICATE-----\n")
                        .getBytes(StandardCharsets.US_ASCII));
            } catch (CertificateEncodingException e) {
                throw new IllegalStateException("a verified certificate without an encoding", e);
            }
        }
        return texts;
    }
}
