package dev.gantry.router.system;

import dev.gantry.api.error.EngineException;
import dev.gantry.api.event.Event;
import dev.gantry.api.event.EventQuery;
import dev.gantry.api.event.EventStream;
import dev.gantry.api.http.Exchange;
import dev.gantry.api.http.Handler;
import dev.gantry.api.lease.OutlivingSlots;
import dev.gantry.api.types.Filters;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// Tells what happens, as it happens. The stream goes on over an update of the event bus.
final class EventsRoute implements Handler {
    private final SystemServices services;

    EventsRoute(SystemServices services) {
        this.services = services;
    }

    @Override
    public void handle(Exchange exchange) throws IOException, InterruptedException {
        Instant since = instant(exchange.query("since"));
        Instant until = instant(exchange.query("until"));
        if (since != null && until != null && until.isBefore(since)) {
            throw EngineException.invalidParameter("`since` time (" + exchange.query("since")
                    + ") cannot be after `until` time (" + exchange.query("until") + ")");
        }
        Filters filters = filters(exchange.query("filters"));
        boolean hidesImageCreate = exchange.apiVersion().isBefore(46);
        AtomicReference<EventStream> open = new AtomicReference<>(subscribe(new EventQuery(filters, since, until)));
        exchange.onClientGone(() -> open.get().close());
        try (OutlivingSlots.Stream _ = services.all.stream();
                OutputStream out = exchange.startStream(200, "application/json")) {
            while (true) {
                Event event = open.get().next();
                EventQuery rest = event == null ? open.get().rest() : null;
                if (event != null) {
                    if (!hidesImageCreate || !isImageCreate(event)) {
                        out.write(line(event));
                    }
                } else if (rest != null && !exchange.isClientGone()) {
                    open.set(subscribe(rest));
                } else {
                    return;
                }
                if (exchange.isClientGone()) {
                    // It may have gone while there was no stream to close.
                    return;
                }
            }
        } finally {
            open.get().close();
        }
    }

    private EventStream subscribe(EventQuery query) {
        return services.events.call(events -> events.subscribe(query));
    }

    private static boolean isImageCreate(Event event) {
        return event.type().equals(Event.IMAGE) && event.action().equals("create");
    }

    private byte[] line(Event event) {
        ByteArrayOutputStream line = new ByteArrayOutputStream(512);
        line.writeBytes(services.json.<byte[]>call(codec -> codec.write(event.message())));
        line.write('\n');
        return line.toByteArray();
    }

    private Filters filters(String text) {
        if (text.isEmpty()) {
            return Filters.NONE;
        }
        try {
            return Filters.ofJson(
                    services.json.call(codec -> codec.read(text.getBytes(StandardCharsets.UTF_8), Object.class)));
        } catch (EngineException e) {
            throw EngineException.invalidParameter("invalid filter", e);
        }
    }

    private static @Nullable Instant instant(String text) {
        if (text.isEmpty()) {
            return null;
        }
        try {
            BigDecimal seconds = new BigDecimal(text);
            long whole = seconds.longValue();
            return Instant.ofEpochSecond(
                    whole,
                    seconds.subtract(BigDecimal.valueOf(whole))
                            .movePointRight(9)
                            .longValue());
        } catch (ArithmeticException | NumberFormatException | java.time.DateTimeException e) {
            throw EngineException.invalidParameter("failed to parse value as time or duration: \"" + text + "\"", e);
        }
    }
}
