package dev.gantry.api.json;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.osgi.annotation.versioning.ProviderType;

/// Turns values into JSON and back by the rules of this package.
@ProviderType
public interface JsonCodec {
    /// The JSON of `value` in UTF-8, without a line end. Records, maps, collections, arrays, strings, numbers, booleans and null.
    ///
    /// @throws dev.gantry.api.error.EngineException SYSTEM when the value has no JSON form
    byte[] write(@Nullable Object value);

    /// Writes the JSON of `value` piece by piece, without a line end, for values too large to hold twice. Neither flushes
    /// nor closes `out`.
    ///
    /// @throws IOException what `out` threw
    void write(@Nullable Object value, OutputStream out) throws IOException;

    /// The value that `json` holds. Never null: the literal `null` is read as an empty object.
    ///
    /// @throws dev.gantry.api.error.EngineException INVALID_PARAMETER when it is not one well-formed value of that type
    <T> T read(byte[] json, Class<T> type);

    /// As [#read(byte[], Class)], from a stream, which is read to its end and not closed.
    ///
    /// @throws IOException what `in` threw
    <T> T read(InputStream in, Class<T> type) throws IOException;

    /// The values of a JSON array; `null` is read as an empty list.
    ///
    /// @throws dev.gantry.api.error.EngineException INVALID_PARAMETER when it is not an array of that type
    <T> List<T> readList(byte[] json, Class<T> element);

    /// Reads the JSON values that follow each other in `in`, one for each call of the returned source.
    /// Closing the source closes `in`.
    <T> JsonValues<T> readValues(InputStream in, Class<T> type) throws IOException;
}
