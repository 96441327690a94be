package dev.gantry.router.containers;

import dev.gantry.api.logging.LogEntry;
import dev.gantry.api.logging.LogStream;
import dev.gantry.api.logging.StreamFrame;
import dev.gantry.api.types.Timestamps;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Writes log lines as clients want them: framed or not, with time and details. Lines that are there already leave together.
final class LogWriter {
    private static final int ENOUGH = 32 * 1024;
    private static final long NANOS = 1_000_000_000L;

    private final OutputStream out;
    private final boolean framed;
    private final boolean timestamps;
    private final boolean details;
    private final ByteArrayOutputStream pending = new ByteArrayOutputStream();

    LogWriter(OutputStream out, boolean framed, boolean timestamps, boolean details) {
        this.out = out;
        this.framed = framed;
        this.timestamps = timestamps;
        this.details = details;
    }

    /// Copies to the end. A log that cannot be read on is told in the stream itself.
    ///
    /// @throws IOException the client has gone
    void copy(LogStream log) throws IOException {
        while (true) {
            LogEntry entry;
            try {
                entry = next(log);
            } catch (IOException | RuntimeException e) {
                tellFailure(e);
                return;
            }
            if (entry == null) {
                flush();
                return;
            }
            add(entry);
        }
    }

    private @Nullable LogEntry next(LogStream log) throws IOException {
        LogEntry ready = pending.size() < ENOUGH ? log.poll() : null;
        if (ready == null) {
            flushToClient();
            ready = log.next();
        }
        return ready;
    }

    private void add(LogEntry entry) throws IOException {
        byte[] prefix = prefix(entry);
        int length = prefix.length + entry.line().length + (entry.endsLine() ? 1 : 0);
        if (framed) {
            pending.writeBytes(StreamFrame.header(entry.source().number(), length));
        }
        pending.writeBytes(prefix);
        pending.writeBytes(entry.line());
        if (entry.endsLine()) {
            pending.write('\n');
        }
    }

    private byte[] prefix(LogEntry entry) {
        if (!timestamps && !details) {
            return new byte[0];
        }
        StringBuilder text = new StringBuilder();
        if (timestamps) {
            long nanos = entry.timeNanos();
            text.append(Timestamps.fixed(
                            Instant.ofEpochSecond(Math.floorDiv(nanos, NANOS), Math.floorMod(nanos, NANOS))))
                    .append(' ');
        }
        if (details) {
            text.append(details(entry.attributes())).append(' ');
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static String details(Map<String, String> attributes) {
        return new TreeMap<>(attributes)
                .entrySet().stream()
                        .map(each -> escape(each.getKey()) + "=" + escape(each.getValue()))
                        .collect(Collectors.joining(","));
    }

    private static String escape(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("*", "%2A");
    }

    private void flush() throws IOException {
        if (pending.size() > 0) {
            out.write(pending.toByteArray());
            pending.reset();
        }
    }

    /// As [#flush], with a failure that cannot be mistaken for the log's.
    private void flushToClient() throws ClientGone {
        try {
            flush();
        } catch (IOException e) {
            throw new ClientGone(e);
        }
    }

    private void tellFailure(Exception failure) throws IOException {
        if (failure instanceof ClientGone gone) {
            throw gone.failure;
        }
        flush();
        byte[] text = ("Error grabbing logs: " + failure.getMessage() + "\n").getBytes(StandardCharsets.UTF_8);
        if (framed) {
            StreamFrame.write(out, StreamFrame.SYSTEM_ERROR, text, 0, text.length);
        } else {
            out.write(text);
        }
    }

    private static final class ClientGone extends IOException {
        private static final long serialVersionUID = 1L;

        private final IOException failure;

        ClientGone(IOException failure) {
            this.failure = failure;
        }
    }
}
