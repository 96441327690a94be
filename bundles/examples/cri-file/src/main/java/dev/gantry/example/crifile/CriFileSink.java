package dev.gantry.example.crifile;

import dev.gantry.api.logging.LogBatch;
import dev.gantry.api.logging.LogSink;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/// Appends each batch with one write.
final class CriFileSink implements LogSink {
    private static final long SECOND = 1_000_000_000L;
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSSSSS'Z'").withZone(ZoneOffset.UTC);

    private final FileChannel file;
    private final String version;
    private final boolean sync;

    CriFileSink(Path path, String version, boolean sync) throws IOException {
        Files.createDirectories(path.toAbsolutePath().getParent());
        file = FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND);
        this.version = version;
        this.sync = sync;
    }

    @Override
    public void write(LogBatch batch) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream(batch.byteCount() + batch.size() * 64);
        for (int i = 0; i < batch.size(); i++) {
            out.writeBytes(head(batch, i).getBytes(StandardCharsets.US_ASCII));
            out.write(batch.array(), batch.offset(i), batch.length(i));
            out.write('\n');
        }
        ByteBuffer bytes = ByteBuffer.wrap(out.toByteArray());
        while (bytes.hasRemaining()) {
            file.write(bytes);
        }
        if (sync) {
            file.force(false);
        }
    }

    private String head(LogBatch batch, int index) {
        long nanos = batch.timeNanos(index);
        String time = TIME.format(Instant.ofEpochSecond(Math.floorDiv(nanos, SECOND), Math.floorMod(nanos, SECOND)));
        String tag = batch.endsLine(index) ? "F" : "P";
        return time + " " + batch.source(index).word() + " " + tag + ":" + version + " ";
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
