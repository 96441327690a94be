package dev.gantry.router.system;

import dev.gantry.api.http.Exchange;
import dev.gantry.api.http.Handler;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/// Says that the engine is there, and what it can do.
final class PingRoute implements Handler {
    private final byte[] ok = "OK".getBytes(StandardCharsets.US_ASCII);
    private final byte[] nothing = new byte[0];
    private final SystemSettings settings;

    PingRoute(SystemSettings settings) {
        this.settings = settings;
    }

    @Override
    public void handle(Exchange exchange) throws IOException {
        boolean old = settings.option("features", "buildkit", "true").equals("false");
        exchange.setHeader("Builder-Version", old ? "1" : "2");
        exchange.setHeader("Swarm", "inactive");
        exchange.setHeader("Cache-Control", "no-cache, no-store, must-revalidate");
        exchange.setHeader("Pragma", "no-cache");
        boolean head = exchange.method().equals("HEAD");
        exchange.respondBytes(200, "text/plain; charset=utf-8", head ? nothing : ok);
    }
}
