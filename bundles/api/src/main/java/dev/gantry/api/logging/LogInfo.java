package dev.gantry.api.logging;

import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// What a driver gets to know when it opens a log. The host has done the work that all drivers share: the tag is rendered,
/// labels and environment are selected.
///
/// @param container whose log it is
/// @param options the container's log options without the generic ones
/// @param tag the `tag` option rendered, or the short container id when there is no such option
/// @param attributes what `labels`, `labels-regex`, `env` and `env-regex` select
/// @param file for drivers that write files: use this one instead of your own choice; usually null
public record LogInfo(
        LoggedContainer container,
        Map<String, String> options,
        String tag,
        Map<String, String> attributes,
        @Nullable Path file) {
    /// Copies the maps.
    public LogInfo {
        Objects.requireNonNull(container, "container");
        Objects.requireNonNull(tag, "tag");
        options = Map.copyOf(options);
        attributes = Map.copyOf(attributes);
    }

    /// An option, or `whenAbsent`.
    public String option(String name, String whenAbsent) {
        return options.getOrDefault(name, whenAbsent);
    }
}
