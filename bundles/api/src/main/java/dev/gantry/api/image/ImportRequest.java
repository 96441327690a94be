package dev.gantry.api.image;

import dev.gantry.api.types.Platform;
import java.io.InputStream;
import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A root file system to be made an image.
///
/// @param source tar, plain or compressed; read to its end, not closed; null to fetch it from `address`
/// @param address `http` or `https`; null when there is a source
/// @param target its tag; null for none
/// @param message for the history; empty for none
/// @param changes lines of a Dockerfile, such as `CMD ["sh"]`
/// @param platform null for this machine's
public record ImportRequest(
        @Nullable InputStream source,
        @Nullable URI address,
        @Nullable Reference target,
        String message,
        List<String> changes,
        @Nullable Platform platform) {
    /// Copies the list.
    public ImportRequest {
        if ((source == null) == (address == null)) {
            throw new IllegalArgumentException("a source or an address");
        }
        changes = List.copyOf(changes);
    }
}
