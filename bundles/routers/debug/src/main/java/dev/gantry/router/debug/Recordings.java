package dev.gantry.router.debug;

import dev.gantry.api.error.EngineException;
import dev.gantry.api.http.Exchange;
import java.io.IOException;
import java.nio.file.Path;
import java.text.ParseException;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import jdk.jfr.Configuration;
import jdk.jfr.Recording;

/// Flight recordings of a bounded time. The client that goes ends its recording.
final class Recordings {
    private static final int LONGEST = 300;
    private static final long LARGEST = 64L * 1024 * 1024;

    /// Events that would carry the environment and the arguments out, and with them secrets.
    private static final List<String> TELLTALE = List.of(
            "jdk.InitialEnvironmentVariable", "jdk.InitialSystemProperty", "jdk.JVMInformation", "jdk.SystemProcess");

    private final Path parent;

    Recordings(Path parent) {
        this.parent = parent;
    }

    /// Reads the parameter: nonsense counts as absent.
    ///
    /// @throws EngineException INVALID_PARAMETER for more than 300
    static int seconds(String text, int whenAbsent) {
        double seconds;
        try {
            seconds = text.isEmpty() ? whenAbsent : Double.parseDouble(text);
        } catch (NumberFormatException e) {
            seconds = whenAbsent;
        }
        if (seconds > LONGEST) {
            throw EngineException.invalidParameter("seconds must be at most " + LONGEST);
        }
        return seconds > 0 ? (int) Math.ceil(seconds) : whenAbsent;
    }

    void send(Exchange exchange, String settings, int seconds) throws IOException, InterruptedException {
        CountDownLatch gone = new CountDownLatch(1);
        exchange.onClientGone(gone::countDown);
        try (Scratch scratch = new Scratch(parent);
                Recording recording = new Recording(configuration(settings))) {
            TELLTALE.forEach(recording::disable);
            recording.setName("debug");
            recording.setToDisk(true);
            recording.setMaxSize(LARGEST);
            recording.start();
            boolean left = gone.await(seconds, TimeUnit.SECONDS);
            recording.stop();
            if (!left) {
                recording.dump(scratch.file());
                exchange.setHeader("Content-Disposition", "attachment; filename=\"" + settings + ".jfr\"");
                scratch.send(exchange, "application/octet-stream");
            }
        }
    }

    private static Configuration configuration(String name) throws IOException {
        try {
            return Configuration.getConfiguration(name);
        } catch (ParseException e) {
            throw EngineException.system("this Java runtime has no recording settings " + name, e);
        }
    }
}
