package dev.gantry.images.store;

import dev.gantry.api.event.Event;
import dev.gantry.api.event.EventOutlet;
import dev.gantry.api.image.Reference;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Tells what happens to images.
public final class ImageEvents {
    private final EventOutlet events;

    /// @param events who is told
    public ImageEvents(EventOutlet events) {
        this.events = events;
    }

    /// Something happened to an image here.
    ///
    /// @param name what it was called then; its id when it has no name
    public void of(String action, String id, String name, @Nullable OciImage image) {
        Map<String, String> attributes = new TreeMap<>();
        if (image != null && image.containers().Labels() != null) {
            attributes.putAll(image.containers().Labels());
        }
        attributes.put("name", name);
        publish(Event.of(Event.IMAGE, action, id, attributes));
    }

    /// An image got a name.
    ///
    /// @param target null when it got none
    public void named(@Nullable Reference target, String id, OciImage image) {
        if (target != null) {
            of("tag", id, target.orLatest().familiar(), image);
        }
    }

    /// A name was pulled or pushed.
    public void transfer(String action, Reference reference, @Nullable OciImage image) {
        of(action, reference.familiar(), reference.familiarName(), image);
    }

    /// Unused images were removed.
    public void pruned(long reclaimed) {
        publish(Event.of(Event.IMAGE, "prune", "", Map.of("reclaimed", Long.toString(reclaimed))));
    }

    private void publish(Event event) {
        events.publish(event);
    }
}
