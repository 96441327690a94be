package dev.gantry.events;

import dev.gantry.api.event.Event;
import dev.gantry.api.event.EventQuery;
import dev.gantry.api.event.EventStream;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// One listener and what it has not read yet.
final class Subscription implements EventStream {
    private static final int BACKLOG = 1024;
    private static final Event END = Event.of("", "", "", java.util.Map.of());

    private final EventQuery query;
    private final EventMatch match;
    private final @Nullable Instant until;
    private final Consumer<Subscription> closed;
    private final BlockingQueue<Event> waiting = new LinkedBlockingQueue<>(BACKLOG);
    private volatile boolean ended;
    private volatile @Nullable EventQuery rest;

    Subscription(EventQuery query, Consumer<Subscription> closed) {
        this.query = query;
        this.match = new EventMatch(query.filters());
        this.until = query.until();
        this.closed = closed;
    }

    /// Never waits: a full backlog loses the event.
    void offer(Event event) {
        boolean late = until != null && event.time().isAfter(until);
        if (!ended && !late && match.test(event)) {
            waiting.offer(event);
        }
    }

    /// The provider leaves.
    ///
    /// @param last place of the last event that was offered
    void cut(long last) {
        rest = new EventQuery(query.filters(), null, until, last);
        close();
    }

    @Override
    @SuppressWarnings("ReferenceEquality")
    public @Nullable Event next() throws InterruptedException {
        Event event = waiting.poll();
        if (event == null && !ended) {
            event = until == null ? waiting.take() : waiting.poll(left(until), TimeUnit.NANOSECONDS);
        }
        if (event == null || event == END) {
            close();
            return null;
        }
        return event;
    }

    private static long left(Instant until) {
        Duration left = Duration.between(Instant.now(), until);
        return left.compareTo(Duration.ofDays(365)) > 0 ? Duration.ofDays(365).toNanos() : Math.max(0, left.toNanos());
    }

    @Override
    public @Nullable EventQuery rest() {
        return rest;
    }

    @Override
    public void close() {
        ended = true;
        waiting.offer(END);
        closed.accept(this);
    }
}
