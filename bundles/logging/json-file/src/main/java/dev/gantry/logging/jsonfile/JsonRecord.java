package dev.gantry.logging.jsonfile;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/// What one line of the file says. Members that are not known are passed over.
///
/// @param log the line's bytes, its line feed included
/// @param stream `stdout`, `stderr` or empty
record JsonRecord(byte[] log, byte[] stream, Map<String, String> attributes, long timeNanos) {
    private static final byte[] NONE = new byte[0];

    static JsonRecord parse(byte[] bytes, int from, int to) throws IOException {
        JsonCursor at = new JsonCursor(bytes, from, to);
        byte[] log = NONE;
        byte[] stream = NONE;
        byte[] time = NONE;
        Map<String, String> attributes = Map.of();
        for (boolean more = at.enter(); more; more = at.nextMember()) {
            switch (at.memberName()) {
                case "log" -> log = at.text();
                case "stream" -> stream = at.text();
                case "time" -> time = at.text();
                case "attrs" -> attributes = attributes(at);
                default -> at.skipValue();
            }
        }
        return new JsonRecord(log, stream, attributes, TimeText.parse(time));
    }

    private static Map<String, String> attributes(JsonCursor at) throws IOException {
        Map<String, String> found = new TreeMap<>();
        for (boolean more = at.enter(); more; more = at.nextMember()) {
            String name = at.memberName();
            found.put(name, new String(at.text(), StandardCharsets.UTF_8));
        }
        return found;
    }
}
