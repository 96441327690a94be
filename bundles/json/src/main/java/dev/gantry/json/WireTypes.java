package dev.gantry.json;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.io.SerializedString;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.deser.std.StdScalarDeserializer;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdScalarSerializer;
import dev.gantry.api.json.RawJson;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;

/// The types that have a form of their own on the wire: times, spans of time, and JSON that is encoded already.
final class WireTypes {
    private WireTypes() {}

    static SimpleModule module() {
        SimpleModule module = new SimpleModule("gantry-wire-types");
        module.addSerializer(new InstantText());
        module.addSerializer(new DurationNanos());
        module.addSerializer(new RawCopy());
        module.addDeserializer(Instant.class, new TextInstant());
        module.addDeserializer(Duration.class, new NanosDuration());
        module.addDeserializer(RawJson.class, new CopiedRaw());
        return module;
    }

    private static final class InstantText extends StdScalarSerializer<Instant> {
        private static final long serialVersionUID = 1L;

        InstantText() {
            super(Instant.class);
        }

        @Override
        public void serialize(Instant value, JsonGenerator out, SerializerProvider provider) throws IOException {
            out.writeString(rfc3339(value));
        }

        /// Unlike [Instant#toString], which groups the fraction by three digits.
        private static String rfc3339(Instant value) {
            String text = value.toString();
            int dot = text.indexOf('.');
            if (dot < 0) {
                return text;
            }
            int end = text.length() - 1;
            while (text.charAt(end - 1) == '0') {
                end--;
            }
            return text.substring(0, end) + "Z";
        }
    }

    private static final class TextInstant extends StdScalarDeserializer<Instant> {
        private static final long serialVersionUID = 1L;

        TextInstant() {
            super(Instant.class);
        }

        @Override
        public Instant deserialize(JsonParser in, DeserializationContext context) throws IOException {
            if (in.currentToken() != JsonToken.VALUE_STRING) {
                return (Instant) context.handleUnexpectedToken(Instant.class, in);
            }
            String text = in.getText();
            try {
                return OffsetDateTime.parse(text).toInstant();
            } catch (DateTimeException e) {
                return (Instant) context.handleWeirdStringValue(Instant.class, text, "not RFC 3339");
            }
        }
    }

    private static final class DurationNanos extends StdScalarSerializer<Duration> {
        private static final long serialVersionUID = 1L;

        DurationNanos() {
            super(Duration.class);
        }

        @Override
        public boolean isEmpty(SerializerProvider provider, Duration value) {
            return value.isZero();
        }

        @Override
        public void serialize(Duration value, JsonGenerator out, SerializerProvider provider) throws IOException {
            out.writeNumber(value.toNanos());
        }
    }

    private static final class NanosDuration extends StdScalarDeserializer<Duration> {
        private static final long serialVersionUID = 1L;

        NanosDuration() {
            super(Duration.class);
        }

        @Override
        public Duration deserialize(JsonParser in, DeserializationContext context) throws IOException {
            if (in.currentToken() != JsonToken.VALUE_NUMBER_INT) {
                return (Duration) context.handleUnexpectedToken(Duration.class, in);
            }
            return Duration.ofNanos(in.getLongValue());
        }
    }

    private static final class RawCopy extends StdScalarSerializer<RawJson> {
        private static final long serialVersionUID = 1L;

        RawCopy() {
            super(RawJson.class);
        }

        @Override
        public void serialize(RawJson value, JsonGenerator out, SerializerProvider provider) throws IOException {
            out.writeRawValue(new SerializedString(value.toString()));
        }
    }

    private static final class CopiedRaw extends StdScalarDeserializer<RawJson> {
        private static final long serialVersionUID = 1L;

        CopiedRaw() {
            super(RawJson.class);
        }

        @Override
        public RawJson deserialize(JsonParser in, DeserializationContext context) throws IOException {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            try (JsonGenerator out = in.getCodec().getFactory().createGenerator(bytes)) {
                out.copyCurrentStructure(in);
            }
            return new RawJson(bytes.toByteArray());
        }
    }
}
