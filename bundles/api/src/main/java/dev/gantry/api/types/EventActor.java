package dev.gantry.api.types;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The object that an event is about.
public record EventActor(String ID, @Nullable Map<String, String> Attributes) {
    /// All fields at their zero values.
    public static final EventActor EMPTY = new EventActor("", null);

    /// Replaces absent strings by empty ones and copies collections.
    public EventActor {
        ID = Values.text(ID);
        Attributes = Values.map(Attributes);
    }
}
