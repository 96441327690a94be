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
        close();
        Events from = bus;
        Figures to = figures;
        if (from != null && to != null) {
            EventStream opened = from.subscribe(EventQuery.ALL);
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
