package dev.gantry.events;

import dev.gantry.api.event.Event;
import dev.gantry.api.types.Filters;
import java.util.List;
import java.util.function.Predicate;

/// Docker's filters for events; a key it does not know is no condition.
final class EventMatch implements Predicate<Event> {
    private static final List<String> OPEN_ENDED = List.of("exec_create", "exec_start", "health_status");
    private static final List<String> KINDS =
            List.of("container", "daemon", "plugin", "volume", "network", "service", "node", "secret", "config");

    private final Filters filters;

    EventMatch(Filters filters) {
        this.filters = filters;
    }

    @Override
    public boolean test(Event event) {
        return action(event)
                && filters.exact("type", event.type())
                && filters.exact("scope", event.scope())
                && filters.labels("label", event.attributes())
                && KINDS.stream().allMatch(kind -> named(kind, event))
                && image(event);
    }

    private boolean action(Event event) {
        if (!filters.has("event")) {
            return true;
        }
        for (String wanted : filters.get("event")) {
            if (event.action().equals(wanted)
                    || OPEN_ENDED.contains(wanted) && event.action().startsWith(wanted)) {
                return true;
            }
        }
        return false;
    }

    private boolean named(String kind, Event event) {
        return filters.prefix(kind, event.id())
                || filters.prefix(kind, event.attributes().getOrDefault("name", ""));
    }

    private boolean image(Event event) {
        String name = event.attributes().getOrDefault(event.type().equals(Event.IMAGE) ? "name" : "image", "");
        return filters.exact("image", event.id())
                || filters.exact("image", name)
                || filters.exact("image", withoutTag(event.id()))
                || filters.exact("image", withoutTag(name));
    }

    private static String withoutTag(String image) {
        int digest = image.indexOf('@');
        String name = digest < 0 ? image : image.substring(0, digest);
        int colon = name.lastIndexOf(':');
        return colon > name.lastIndexOf('/') ? name.substring(0, colon) : name;
    }
}
