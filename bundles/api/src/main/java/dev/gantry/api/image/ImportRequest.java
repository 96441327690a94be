package dev.gantry.api.image;

import dev.gantry.api.types.Platform;
import java.io.InputStream;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A root file system to be made an image.
///
/// @param source tar, plain or compressed by gzip or zstd; read to its end, not closed
/// @param target its tag; null for none
/// @param message for the history; empty for none
/// @param changes lines of a Dockerfile, such as `CMD ["sh"]`
/// @param platform null for this machine's
public record ImportRequest(
        InputStream source,
        @Nullable Reference target,
        String message,
        List<String> changes,
        @Nullable Platform platform) {
    /// Copies the list.
    public ImportRequest {
        changes = List.copyOf(changes);
    }
}
