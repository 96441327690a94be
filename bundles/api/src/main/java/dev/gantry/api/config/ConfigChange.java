package dev.gantry.api.config;

import dev.gantry.api.error.EngineException;
import java.util.Collections;
import java.util.Objects;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/// A step from one configuration to the next.
///
/// @param before what is in force
/// @param after what shall be in force; keys that need a restart have their old values here
/// @param keys whose values differ
public record ConfigChange(DaemonConfig before, DaemonConfig after, SortedSet<String> keys) {
    /// Copies.
    public ConfigChange {
        keys = Collections.unmodifiableSortedSet(new TreeSet<>(keys));
    }

    /// The step between two configurations.
    public static ConfigChange between(DaemonConfig before, DaemonConfig after) {
        SortedSet<String> keys = new TreeSet<>(before.values().keySet());
        keys.addAll(after.values().keySet());
        keys.removeIf(
                key -> Objects.equals(before.values().get(key), after.values().get(key)));
        return new ConfigChange(before, after, keys);
    }

    /// Whether one of these keys changes.
    public boolean concerns(String... names) {
        return !Collections.disjoint(keys, Set.of(names));
    }

    /// What to throw when the new value of a key cannot be had.
    ///
    /// @param key of `daemon.json`
    /// @param why a sentence for the operator, without secrets
    public static EngineException refusal(String key, String why) {
        return EngineException.invalidParameter(key + ": " + why);
    }
}
