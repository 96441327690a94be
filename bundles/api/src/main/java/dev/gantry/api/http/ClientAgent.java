package dev.gantry.api.http;

import org.jspecify.annotations.Nullable;

/// The program on whose behalf a thread works, as it named itself (`Docker-Client/28.5.2 (linux)`). Bound for the request's own
/// thread; who goes on in another one takes the name along.
public final class ClientAgent {
    private static final int LONGEST = 256;
    private static final ScopedValue<String> CURRENT = ScopedValue.newInstance();

    private ClientAgent() {}

    /// The name, at most 256 printable ASCII characters; empty when nobody gave one, or outside of a request.
    public static String current() {
        return CURRENT.orElse("");
    }

    /// Handles a request with this name bound; for the middleware that reads it.
    public static void handle(String name, Handler handler, Exchange exchange) throws Exception {
        ScopedValue.where(CURRENT, printable(name)).<@Nullable Void, Exception>call(() -> {
            handler.handle(exchange);
            return null;
        });
    }

    private static String printable(String name) {
        String clean = name.replaceAll("[^ -~]", "");
        return clean.substring(0, Math.min(clean.length(), LONGEST));
    }
}
