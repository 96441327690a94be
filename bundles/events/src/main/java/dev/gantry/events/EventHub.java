package dev.gantry.events;

import dev.gantry.api.event.Event;
import dev.gantry.api.event.EventQuery;
import dev.gantry.api.event.EventStream;
import dev.gantry.api.event.Events;
import dev.gantry.api.json.JsonCodec;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;

/// Keeps the last events and hands each on to whoever listens. The kept ones survive an update of this bundle, not the end of
/// the daemon.
@Component(configurationPid = "dev.gantry.events", configurationPolicy = ConfigurationPolicy.REQUIRE)
public final class EventHub implements Events {
    private final Deque<Event> kept = new ArrayDeque<>();
    /// Place of the newest of them; those before it have the places before.
    private long last;
    private final List<Subscription> open = new CopyOnWriteArrayList<>();
    private final @Nullable Handover handover;

    @Activate
    public EventHub(Map<String, Object> settings, @Reference JsonCodec json) {
        this(new Handover(Path.of(String.valueOf(settings.get("exec-root")), "events.json"), json));
    }

    EventHub(@Nullable Handover handover) {
        this.handover = handover;
        if (handover != null) {
            Handover.Past past = handover.take();
            kept.addAll(past.events());
            last = past.last();
        }
    }

    @Override
    public void publish(Event event) {
        synchronized (kept) {
            keep(event);
            for (Subscription subscription : open) {
                subscription.offer(event);
            }
        }
    }

    private void keep(Event event) {
        if (kept.size() == KEPT) {
            kept.removeFirst();
        }
        kept.addLast(event);
        last++;
    }

    @Override
    public EventStream subscribe(EventQuery query) {
        Subscription subscription = new Subscription(query, open::remove);
        synchronized (kept) {
            if (query.after() != null) {
                kept.stream().skip(known(query.after())).forEach(subscription::offer);
            } else if (query.since() != null) {
                kept.stream()
                        .filter(event -> !event.time().isBefore(query.since()))
                        .forEach(subscription::offer);
            }
            open.add(subscription);
        }
        return subscription;
    }

    /// How many of the kept events come not after a place. One that is not reached yet was counted by a predecessor whose events are
    /// lost: all that are kept are news.
    private long known(long after) {
        return after > last ? 0 : Math.max(0, after - (last - kept.size()));
    }

    @Override
    public int listeners() {
        return open.size();
    }

    @Deactivate
    void leave() {
        synchronized (kept) {
            if (handover != null) {
                handover.give(new Handover.Past(last, List.copyOf(kept)));
            }
            open.forEach(each -> each.cut(last));
        }
    }
}
