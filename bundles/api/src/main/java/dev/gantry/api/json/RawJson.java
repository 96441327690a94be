package dev.gantry.api.json;

import java.nio.charset.StandardCharsets;

/// JSON that is already encoded; written as it stands. Not copied: whoever makes one must leave the bytes alone afterwards.
///
/// @param utf8 one well-formed JSON value in UTF-8
@SuppressWarnings("ArrayRecordComponent")
public record RawJson(byte[] utf8) {
    /// The same as text.
    @Override
    public String toString() {
        return new String(utf8, StandardCharsets.UTF_8);
    }
}
