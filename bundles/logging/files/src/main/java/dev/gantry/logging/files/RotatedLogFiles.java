package dev.gantry.logging.files;

import dev.gantry.api.logging.LogQuery;
import dev.gantry.api.logging.LogReader;
import dev.gantry.api.logging.LogSink;
import dev.gantry.api.logging.file.LogFiles;
import dev.gantry.api.logging.file.LogFormat;
import dev.gantry.api.logging.file.Rotation;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;

/// Log files with rotation and compression.
@Component
public final class RotatedLogFiles implements LogFiles {
    private static final long FINISH_SECONDS = 5;

    private final ConcurrentHashMap<Path, LogFamily> families = new ConcurrentHashMap<>();
    /// One compression at a time: it must not take the processors from the containers.
    private final ExecutorService compressions = Executors.newSingleThreadExecutor(
            Thread.ofVirtual().name("log-compression").factory());

    /// Opens nothing.
    @Activate
    public RotatedLogFiles() {}

    /// Lets compressions that run come to their end; those that wait are done at the next rotation of a successor.
    @Deactivate
    public void deactivate() throws InterruptedException {
        compressions.shutdown();
        if (!compressions.awaitTermination(FINISH_SECONDS, TimeUnit.SECONDS)) {
            compressions.shutdownNow();
        }
    }

    @Override
    public LogSink append(Path file, Rotation rotation, LogFormat format) throws IOException {
        LogFamily family = take(file);
        try {
            return new RotatedSink(this, family, rotation, format);
        } catch (IOException | RuntimeException e) {
            release(family);
            throw e;
        }
    }

    @Override
    public LogReader read(Path file, LogFormat format, LogQuery query) throws IOException {
        LogFamily family = take(file);
        try {
            return FamilyReader.open(family, format, query, () -> release(family));
        } catch (IOException | RuntimeException e) {
            release(family);
            throw e;
        }
    }

    void compress(LogFamily family, long lastNanos) {
        family.compressing(compressions.submit(new Compression(family, lastNanos)));
    }

    private LogFamily take(Path file) {
        return families.compute(file, (path, known) -> {
            LogFamily family = known == null ? new LogFamily(path) : known;
            family.users++;
            return family;
        });
    }

    /// Forgets the family after its last user; a compression that goes on keeps it by itself.
    void release(LogFamily family) {
        families.computeIfPresent(family.current(), (path, known) -> --known.users == 0 && known.idle() ? null : known);
    }
}
