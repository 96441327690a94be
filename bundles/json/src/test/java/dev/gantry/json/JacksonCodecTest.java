package dev.gantry.json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.api.error.EngineException;
import dev.gantry.api.error.ErrorKind;
import dev.gantry.api.json.JsonCodec;
import dev.gantry.api.json.JsonName;
import dev.gantry.api.json.JsonValues;
import dev.gantry.api.json.KeepEmpty;
import dev.gantry.api.json.OmitEmpty;
import dev.gantry.api.json.RawJson;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class JacksonCodecTest {
    private final JsonCodec codec = new JacksonCodec();

    record Plain(
            String Id,
            @Nullable List<String> Cmd,
            boolean Tty,
            long Memory,
            @Nullable Integer Swappiness) {
        boolean isRunning() {
            return true;
        }

        String getPath() {
            return "/";
        }
    }

    @OmitEmpty
    record Lean(
            String name,
            int count,
            boolean on,
            @Nullable List<String> list,
            Map<String, String> map,
            @Nullable Integer boxed,
            @KeepEmpty String kept,
            @Nullable Plain inner) {}

    record Mixed(
            @OmitEmpty String a,
            String b,
            @JsonName("default") @Nullable String standard) {}

    record Times(@Nullable Instant at, @Nullable Duration span) {}

    record Raw(RawJson spec) {}

    record Outer(@Nullable Plain HostConfig) {}

    private String write(@Nullable Object value) {
        return new String(codec.write(value), StandardCharsets.UTF_8);
    }

    private <T> T read(String json, Class<T> type) {
        return codec.read(json.getBytes(StandardCharsets.UTF_8), type);
    }

    private String refusal(String json, Class<?> type) {
        EngineException refused = assertThrows(EngineException.class, () -> read(json, type));
        assertEquals(ErrorKind.INVALID_PARAMETER, refused.kind());
        return refused.getMessage();
    }

    @Test
    void writesComponentsUnderTheirOwnNamesAndNothingElse() {
        assertEquals(
                "{\"Id\":\"a<b>&c\",\"Cmd\":null,\"Tty\":false,\"Memory\":0,\"Swappiness\":null}",
                write(new Plain("a<b>&c", null, false, 0, null)));
    }

    @Test
    void leavesOutWhatIsEmptyButKeepsBoxedZero() {
        assertEquals("{\"kept\":\"\"}", write(new Lean("", 0, false, List.of(), Map.of(), null, "", null)));
        assertEquals("{\"boxed\":0,\"kept\":\"\"}", write(new Lean("", 0, false, null, Map.of(), 0, "", null)));
        assertEquals(
                "{\"name\":\"n\",\"count\":1,\"on\":true,\"list\":[\"\"],\"map\":{\"k\":\"\"},\"kept\":\"k\"}",
                write(new Lean("n", 1, true, List.of(""), Map.of("k", ""), null, "k", null)));
    }

    @Test
    void leavesOutOnlyTheMarkedComponent() {
        assertEquals("{\"b\":\"\",\"default\":null}", write(new Mixed("", "", null)));
        assertEquals("x", read("{\"DEFAULT\":\"x\"}", Mixed.class).standard());
    }

    @Test
    void writesTimesAsTheReferenceEngineDoes() {
        assertEquals(
                "{\"at\":\"2025-01-02T03:04:05.6Z\",\"span\":1500000000}",
                write(new Times(Instant.parse("2025-01-02T03:04:05.600Z"), Duration.ofMillis(1500))));
        assertEquals(
                "{\"at\":\"0001-01-01T00:00:00Z\",\"span\":null}",
                write(new Times(Instant.parse("0001-01-01T00:00:00Z"), null)));
        assertEquals(
                "{\"at\":\"2025-01-02T03:04:05.123456789Z\",\"span\":null}",
                write(new Times(Instant.parse("2025-01-02T03:04:05.123456789Z"), null)));
    }

    @Test
    void readsTimesWithOffsets() {
        Times times = read("{\"at\":\"2025-01-02T05:04:05.6+02:00\",\"span\":7}", Times.class);
        assertEquals(Instant.parse("2025-01-02T03:04:05.600Z"), times.at());
        assertEquals(Duration.ofNanos(7), times.span());
    }

    @Test
    void sortsMapKeys() {
        Map<String, Integer> map = new LinkedHashMap<>();
        map.put("b", 2);
        map.put("a", 1);
        assertEquals("{\"a\":1,\"b\":2}", write(map));
    }

    @Test
    void copiesRawJsonBothWays() {
        assertEquals(
                "{\"spec\":{\"a\":[1,2]}}",
                write(new Raw(new RawJson("{\"a\":[1,2]}".getBytes(StandardCharsets.UTF_8)))));
        assertEquals(
                "{\"a\":[1,null]}",
                read("{\"spec\": {\"a\": [1, null]}}", Raw.class).spec().toString());
    }

    @Test
    void readsNamesInAnyCaseAndIgnoresUnknownOnes() {
        Plain plain = read("{\"iD\":\"x\",\"tty\":true,\"memory\":5,\"Whatever\":{}}", Plain.class);
        assertEquals(new Plain("x", null, true, 5, null), plain);
    }

    @Test
    void readsASingleStringAsAList() {
        assertEquals(List.of("ls"), read("{\"Cmd\":\"ls\"}", Plain.class).Cmd());
    }

    @Test
    void readsNullAsAnEmptyObject() {
        assertEquals(new Plain(null, null, false, 0, null), read("null", Plain.class));
        assertEquals(List.of(), codec.readList("null".getBytes(StandardCharsets.UTF_8), String.class));
        assertEquals(List.of("a"), codec.readList("[\"a\"]".getBytes(StandardCharsets.UTF_8), String.class));
    }

    @Test
    void refusesInKnownWords() {
        assertEquals("invalid JSON: got EOF while reading request body", refusal("", Plain.class));
        assertEquals("invalid JSON: got EOF while reading request body", refusal("  \n", Plain.class));
        assertEquals("invalid JSON: unexpected EOF", refusal("{\"Id\":\"x\"", Plain.class));
        assertEquals("invalid JSON: unexpected EOF", refusal("{\"Cmd\":[\"x\"", Plain.class));
        assertEquals("unexpected content after JSON", refusal("{} {}", Plain.class));
        assertEquals("unexpected content after JSON", refusal("{} x", Plain.class));
        assertEquals(
                "invalid JSON: invalid character 'h' looking for beginning of value", refusal("hello", Plain.class));
        assertEquals(
                "invalid JSON: invalid character 'I' looking for beginning of object key string",
                refusal("{Id:1}", Plain.class));
        assertEquals(
                "invalid JSON: invalid character '\"' after object key:value pair",
                refusal("{\"Id\":\"x\" \"Tty\":true}", Plain.class));
    }

    @Test
    void refusesWrongKindsByNamingTheField() {
        assertEquals(
                "invalid JSON: json: cannot unmarshal string into Go struct field Plain.Memory of type int64",
                refusal("{\"Memory\":\"5\"}", Plain.class));
        assertEquals(
                "invalid JSON: json: cannot unmarshal number into Go struct field Plain.Id of type string",
                refusal("{\"Id\":5}", Plain.class));
        assertEquals(
                "invalid JSON: json: cannot unmarshal string into Go struct field Outer.HostConfig.Tty of type bool",
                refusal("{\"HostConfig\":{\"Tty\":\"yes\"}}", Outer.class));
        assertEquals(
                "invalid JSON: json: cannot unmarshal array into Go value of type Plain", refusal("[1]", Plain.class));
        assertTrue(refusal("{\"Memory\":1e99}", Plain.class).startsWith("invalid JSON: json: cannot unmarshal number"));
        assertTrue(refusal("{\"Memory\":99999999999999999999999}", Plain.class).startsWith("invalid JSON: "));
    }

    @Test
    void refusesEndlessNesting() {
        assertTrue(refusal("[".repeat(100_000), Object.class).startsWith("invalid JSON: "));
    }

    @Test
    void passesOnWhatTheStreamThrew() {
        InputStream broken = new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("client has gone");
            }
        };
        assertEquals(
                "client has gone",
                assertThrows(IOException.class, () -> codec.read(broken, Plain.class))
                        .getMessage());
    }

    @Test
    void streamsValuesThatFollowEachOther() throws IOException {
        InputStream lines =
                new ByteArrayInputStream("{\"Id\":\"a\"}\n{\"Id\":\"b\"}\n".getBytes(StandardCharsets.UTF_8));
        try (JsonValues<Plain> values = codec.readValues(lines, Plain.class)) {
            assertEquals("a", values.next().Id());
            assertEquals("b", values.next().Id());
            assertNull(values.next());
        }
    }

    @Test
    void leavesTheStreamOpenThatItWritesTo() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream() {
            @Override
            public void close() {
                throw new AssertionError("closed");
            }
        };
        codec.write(Map.of("a", 1), out);
        codec.write(List.of(), out);
        assertEquals("{\"a\":1}[]", out.toString(StandardCharsets.UTF_8));
    }
}
