package dev.gantry.json;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.MappingIterator;
import dev.gantry.api.json.JsonValues;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/// Values that follow each other in a stream.
final class JacksonValues<T> implements JsonValues<T> {
    private final MappingIterator<T> values;
    private final InputStream in;

    JacksonValues(MappingIterator<T> values, InputStream in) {
        this.values = values;
        this.in = in;
    }

    @Override
    public @Nullable T next() throws IOException {
        try {
            return values.hasNextValue() ? values.nextValue() : null;
        } catch (JsonProcessingException e) {
            throw JsonWords.refused(e);
        }
    }

    @Override
    public void close() throws IOException {
        values.close();
        in.close();
    }
}
