package dev.gantry.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.type.LogicalType;
import dev.gantry.api.error.EngineException;
import dev.gantry.api.json.JsonCodec;
import dev.gantry.api.json.JsonValues;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/// The codec on one shared Jackson mapper.
@Component
public final class JacksonCodec implements JsonCodec {
    private static final int MAX_DEPTH = 500;

    private final JsonMapper mapper;

    /// Builds the mapper; reads nothing.
    @Activate
    public JacksonCodec() {
        // Virtual threads die young: a pool serves them better than buffers kept in thread locals.
        JsonFactory factory = JsonFactory.builder()
                .recyclerPool(JsonRecyclerPools.newBoundedPool(32))
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(MAX_DEPTH)
                        .build())
                .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
                .build();
        mapper = JsonMapper.builder(factory)
                .accessorNaming(new ComponentNaming())
                .annotationIntrospector(new WireAnnotations())
                .addModule(WireTypes.module())
                .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_PROPERTIES, MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS)
                .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
                .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES, DeserializationFeature.ACCEPT_FLOAT_AS_INT)
                .enable(DeserializationFeature.ACCEPT_SINGLE_VALUE_AS_ARRAY)
                .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
                .disable(SerializationFeature.FAIL_ON_EMPTY_BEANS)
                .disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET, JsonGenerator.Feature.FLUSH_PASSED_TO_STREAM)
                .withCoercionConfig(LogicalType.Textual, text -> {
                    text.setCoercion(CoercionInputShape.Integer, CoercionAction.Fail);
                    text.setCoercion(CoercionInputShape.Float, CoercionAction.Fail);
                    text.setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail);
                })
                .build();
    }

    @Override
    public byte[] write(@Nullable Object value) {
        try {
            return mapper.writeValueAsBytes(value);
        } catch (JsonProcessingException e) {
            throw EngineException.system("cannot encode " + kindOf(value) + " as JSON", e);
        }
    }

    @Override
    public void write(@Nullable Object value, OutputStream out) throws IOException {
        mapper.writeValue(out, value);
    }

    @Override
    public <T> T read(byte[] json, Class<T> type) {
        if (json.length == 0) {
            throw JsonWords.endOfFile();
        }
        return this.<T>readAll(mapper.constructType(type), () -> mapper.createParser(json));
    }

    @Override
    public <T> T read(InputStream in, Class<T> type) throws IOException {
        try {
            return this.<T>readAll(mapper.constructType(type), () -> mapper.createParser(in));
        } catch (StreamFailure e) {
            throw e.failure();
        }
    }

    @Override
    public <T> List<T> readList(byte[] json, Class<T> element) {
        List<T> values = this.<@Nullable List<T>>readNullable(
                mapper.getTypeFactory().constructCollectionType(List.class, element), () -> mapper.createParser(json));
        return values == null ? List.of() : values;
    }

    @Override
    public <T> JsonValues<T> readValues(InputStream in, Class<T> type) throws IOException {
        ObjectReader reader = mapper.readerFor(type);
        MappingIterator<T> values = reader.readValues(in);
        return new JacksonValues<>(values, in);
    }

    private <T> T readAll(JavaType type, ParserSource source) {
        T value = this.<@Nullable T>readNullable(type, source);
        if (value != null) {
            return value;
        }
        return this.<T>readNullable(
                type, () -> mapper.createParser(type.isContainerType() && !type.isMapLikeType() ? "[]" : "{}"));
    }

    private <T extends @Nullable Object> T readNullable(JavaType type, ParserSource source) {
        try (JsonParser parser = source.open()) {
            return this.<T>readOne(type, parser);
        } catch (IOException e) {
            throw new StreamFailure(e);
        }
    }

    /// Words the refusal while the parser still stands at what it refused.
    private <T extends @Nullable Object> T readOne(JavaType type, JsonParser parser) throws IOException {
        try {
            if (parser.nextToken() == null) {
                throw JsonWords.endOfFile();
            }
            T value = mapper.readerFor(type).readValue(parser);
            refuseMore(parser);
            return value;
        } catch (JsonProcessingException e) {
            throw JsonWords.refused(e);
        }
    }

    private static void refuseMore(JsonParser parser) throws IOException {
        boolean more;
        try {
            more = parser.nextToken() != null;
        } catch (JsonProcessingException e) {
            more = true;
        }
        if (more) {
            throw EngineException.invalidParameter("unexpected content after JSON");
        }
    }

    private static String kindOf(@Nullable Object value) {
        return value == null ? "null" : value.getClass().getSimpleName();
    }

    @FunctionalInterface
    private interface ParserSource {
        JsonParser open() throws IOException;
    }
}
