package dev.gantry.metrics;

import dev.gantry.api.event.EventQuery;
import dev.gantry.api.event.EventStream;
import dev.gantry.api.event.Events;
import org.jspecify.annotations.Nullable;

/// Counts events while there is an event bus and somebody who wants to know.
final class EventCount implements AutoCloseable {
    private @Nullable Events bus;
    private @Nullable Figures figures;
    private @Nullable EventStream stream;

    synchronized void bind(Events now) {
        bus = now;
        restart();
    }

    synchronized void unbind(Events gone) {
        if (bus == gone) {
            bus = null;
            restart();
        }
    }

    synchronized void figures(@Nullable Figures now) {
        figures = now;
        restart();
    }

    private void restart() {
        Events from = bus;
        Figures to = figures;
        if (to == null) {
            close();
        } else if (from != null) {
            // Also what was published since a predecessor of this bus has left.
            EventQuery rest = stream == null ? null : stream.rest();
            EventStream opened = from.subscribe(rest == null ? EventQuery.ALL : rest);
            close();
            stream = opened;
            Thread.ofVirtual().name("metrics events").start(() -> follow(opened, to));
        }
    }

    private static void follow(EventStream events, Figures to) {
        try {
            while (events.next() != null) {
                to.event();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public synchronized void close() {
        EventStream open = stream;
        stream = null;
        if (open != null) {
            open.close();
        }
    }
}
