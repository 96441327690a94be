package dev.gantry.api.logging;

import java.util.Objects;

/// What a client attaches to.
///
/// @param stdin whether it writes the standard input; without effect when the process has none
/// @param stdout whether it gets the standard output
/// @param stderr whether it gets the standard error
/// @param detachKeys typed in sequence they end the attachment; looked for on terminals only. Empty for none
public record AttachRequest(boolean stdin, boolean stdout, boolean stderr, byte[] detachKeys) {
    /// Refuses absent keys.
    public AttachRequest {
        Objects.requireNonNull(detachKeys, "detachKeys");
    }
}
