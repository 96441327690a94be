package dev.gantry.logging.jsonfile;

import dev.gantry.api.logging.LogBatch;
import dev.gantry.api.logging.LogEntry;
import dev.gantry.api.logging.LogInfo;
import dev.gantry.api.logging.LogSource;
import dev.gantry.api.logging.Partial;
import dev.gantry.api.logging.file.LogFormat;
import dev.gantry.api.logging.file.RecordBuffer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

/// Docker's record: `{"log":"…\n","stream":"stdout","attrs":{…},"time":"…"}` and a line feed.
final class JsonLines implements LogFormat {
    private static final byte[] LOG = ascii("{\"log\":\"");
    private static final byte[] LINE_FEED = ascii("\\n");
    private static final byte[] STDOUT = ascii("\",\"stream\":\"stdout\"");
    private static final byte[] STDERR = ascii("\",\"stream\":\"stderr\"");
    private static final byte[] TIME = ascii(",\"time\":\"");
    private static final byte[] END = ascii("\"}\n");

    private final byte[] attributes;
    private final TimeText time = new TimeText();

    JsonLines(LogInfo info) {
        Map<String, String> selected = new TreeMap<>(info.attributes());
        if (info.options().containsKey("tag")) {
            selected.put("tag", info.tag());
        }
        attributes = encode(selected);
    }

    private static byte[] encode(Map<String, String> selected) {
        if (selected.isEmpty()) {
            return new byte[0];
        }
        RecordBuffer out = new RecordBuffer(256);
        String separator = ",\"attrs\":{\"";
        for (Map.Entry<String, String> attribute : selected.entrySet()) {
            out.put(separator);
            JsonText.escape(attribute.getKey().getBytes(StandardCharsets.UTF_8), out);
            out.put("\":\"");
            JsonText.escape(attribute.getValue().getBytes(StandardCharsets.UTF_8), out);
            out.put("\"");
            separator = ",\"";
        }
        out.put("}");
        return out.toArray();
    }

    @Override
    public void encode(LogBatch batch, int index, RecordBuffer out) {
        out.put(LOG);
        int offset = batch.offset(index);
        JsonText.escape(batch.array(), offset, offset + batch.length(index), out);
        if (batch.endsLine(index)) {
            out.put(LINE_FEED);
        }
        out.put(batch.source(index) == LogSource.STDOUT ? STDOUT : STDERR);
        out.put(attributes);
        out.put(TIME);
        time.put(batch.timeNanos(index), out);
        out.put(END);
    }

    @Override
    public int recordLength(byte[] bytes, int from, int to) {
        for (int i = from; i < to; i++) {
            if (bytes[i] == '\n') {
                return i - from + 1;
            }
        }
        return INCOMPLETE;
    }

    @Override
    public int recordLengthBefore(byte[] bytes, int from, int to) throws IOException {
        if (bytes[to - 1] != '\n') {
            throw new IOException("no line feed at the end");
        }
        for (int i = to - 2; i >= from; i--) {
            if (bytes[i] == '\n') {
                return to - i - 1;
            }
        }
        return INCOMPLETE;
    }

    @Override
    public LogEntry decode(byte[] bytes, int from, int length) throws IOException {
        JsonRecord found = JsonRecord.parse(bytes, from, from + length);
        byte[] line = found.log();
        boolean whole = line.length > 0 && line[line.length - 1] == '\n';
        byte[] text = whole ? Arrays.copyOf(line, line.length - 1) : line;
        return new LogEntry(
                LogSource.of(found.stream()),
                found.timeNanos(),
                text,
                whole ? null : Partial.CONTINUED,
                found.attributes());
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
