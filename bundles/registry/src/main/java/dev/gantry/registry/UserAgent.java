package dev.gantry.registry;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/// How this engine calls itself to registries, and the client on whose behalf it asks. Registries tell their users apart, and what
/// they can do, by the first product.
///
/// @param engine our own products, in the order in which Docker names its own
record UserAgent(String engine) {
    private static final String HEADER = "user-agent";

    static UserAgent ofMachine() {
        return new UserAgent(
                "docker/28.5.2 gantry/0.1.0 java/" + Runtime.version().feature() + " kernel/"
                        + product(System.getProperty("os.version", "unknown")) + " os/linux arch/"
                        + product(architecture(System.getProperty("os.arch", "unknown"))));
    }

    private static String architecture(String java) {
        return java.equals("aarch64") ? "arm64" : java;
    }

    private static String product(String text) {
        return text.replaceAll("[^A-Za-z0-9._+~-]", "_");
    }

    /// Whether a header of a conversation is no header to be sent but the name of the client.
    static boolean isClient(String header) {
        return header.toLowerCase(Locale.ROOT).equals(HEADER);
    }

    /// The whole value: `docker/28.5.2 … UpstreamClient(Docker-Client/28.5.2 \(linux\))`.
    String on(Map<String, List<String>> headers) {
        return headers.entrySet().stream()
                .filter(header -> isClient(header.getKey()))
                .flatMap(header -> header.getValue().stream())
                .findFirst()
                .map(this::onBehalfOf)
                .orElse(engine);
    }

    /// The whole value.
    ///
    /// @param client as it named itself; empty for nobody
    String onBehalfOf(String client) {
        String escaped = escaped(client);
        return escaped.isBlank() ? engine : engine + " UpstreamClient(" + escaped + ")";
    }

    /// In a comment, brackets and backslashes stand for themselves only behind a backslash; what is no text is left out.
    private static String escaped(String client) {
        StringBuilder text = new StringBuilder();
        for (char c : client.toCharArray()) {
            if (c == '(' || c == ')' || c == '\\') {
                text.append('\\');
            }
            if (c >= ' ' && c < 0x7f) {
                text.append(c);
            }
        }
        return text.toString();
    }
}
