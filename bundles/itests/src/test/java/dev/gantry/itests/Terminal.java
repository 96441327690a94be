package dev.gantry.itests;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/// A docker CLI on a pseudo terminal, driven as a person does: wait for what is shown, then type.
final class Terminal implements AutoCloseable {
    private final Process process;
    private final StringBuffer shown = new StringBuffer();
    private int seen;

    private Terminal(Process process) {
        this.process = process;
        Thread.ofVirtual().start(this::collect);
    }

    static Terminal docker(TestDaemon daemon, String arguments) throws IOException {
        ProcessBuilder builder =
                new ProcessBuilder("script", "-qefc", "stty rows 24 cols 80; exec docker " + arguments, "/dev/null");
        builder.environment().putAll(daemon.environment());
        return new Terminal(builder.redirectErrorStream(true).start());
    }

    private void collect() {
        byte[] buffer = new byte[4096];
        try (InputStream output = process.getInputStream()) {
            for (int n = output.read(buffer); n >= 0; n = output.read(buffer)) {
                shown.append(new String(buffer, 0, n, StandardCharsets.ISO_8859_1));
            }
        } catch (IOException closed) {
            // The test is over.
        }
    }

    /// Waits until `text` is shown after what was waited for before.
    Terminal awaits(String text) {
        Eventually.holds("the terminal shows " + text, () -> shown.indexOf(text, seen) >= 0, shown::toString);
        seen = shown.indexOf(text, seen) + text.length();
        return this;
    }

    Terminal types(String keys) throws IOException {
        process.getOutputStream().write(keys.getBytes(StandardCharsets.UTF_8));
        process.getOutputStream().flush();
        return this;
    }

    int exitCode() throws InterruptedException {
        if (!process.waitFor(30, TimeUnit.SECONDS)) {
            throw new AssertionError("still running; shown: " + shown);
        }
        return process.exitValue();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
