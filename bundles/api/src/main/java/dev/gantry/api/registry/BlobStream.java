package dev.gantry.api.registry;

import java.io.IOException;
import java.io.InputStream;

/// A blob on its way. The bytes are **not** verified; whoever stores them is to check digest and size. An end before
/// [#size] is an `EOFException` saying `unexpected EOF`.
///
/// @param body the bytes from `offset` on
/// @param offset where they begin: what was asked for, or 0 when the registry does not serve ranges
/// @param size of the whole blob in bytes; -1 when the registry does not say
public record BlobStream(InputStream body, long offset, long size) implements AutoCloseable {
    /// Ends the transfer.
    @Override
    public void close() throws IOException {
        body.close();
    }
}
