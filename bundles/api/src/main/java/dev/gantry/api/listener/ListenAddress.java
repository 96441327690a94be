package dev.gantry.api.listener;

import dev.gantry.api.error.EngineException;
import java.util.Objects;

/// Where to listen, as the operator wrote it.
///
/// @param scheme what stands before `://`, in lower case
/// @param spec what stands after it, possibly empty: a path, `host:port`, or a descriptor number
/// @param group owner group of a socket in the file system: a name or a number, or empty for the process' own
public record ListenAddress(String scheme, String spec, String group) {
    /// Refuses an empty scheme.
    public ListenAddress {
        Objects.requireNonNull(spec, "spec");
        Objects.requireNonNull(group, "group");
        if (scheme.isEmpty()) {
            throw EngineException.invalidParameter("invalid bind address: no scheme");
        }
    }

    /// Splits `scheme://spec`; without `://` the scheme is `tcp`.
    public static ListenAddress parse(String text, String group) {
        String trimmed = text.trim();
        int split = trimmed.indexOf("://");
        return split < 0
                ? new ListenAddress("tcp", trimmed, group)
                : new ListenAddress(trimmed.substring(0, split), trimmed.substring(split + 3), group);
    }

    /// `scheme://spec`.
    @Override
    public String toString() {
        return scheme + "://" + spec;
    }
}
