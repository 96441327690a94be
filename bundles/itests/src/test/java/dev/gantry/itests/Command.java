package dev.gantry.itests;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/// One child process that runs to its end, with its output caught.
final class Command {
    private static final Duration LIMIT = Duration.ofSeconds(90);

    private Command() {}

    /// What a finished child left.
    ///
    /// @param exit its exit code
    /// @param out standard output as UTF-8
    /// @param err standard error as UTF-8
    record Result(int exit, String out, String err) {
        /// The standard output without the last line break; fails the test when the exit code is not 0.
        String ok() {
            if (exit != 0) {
                throw new AssertionError("exit " + exit + "\nout: " + out + "\nerr: " + err);
            }
            return out.stripTrailing();
        }

        /// The lines of standard output.
        List<String> lines() {
            return ok().lines().toList();
        }
    }

    static Result run(List<String> command, Map<String, String> environment, byte[] input) {
        try {
            ProcessBuilder builder = new ProcessBuilder(command);
            builder.environment().putAll(environment);
            Process process = builder.start();
            CompletableFuture<String> out = text(process.getInputStream());
            CompletableFuture<String> err = text(process.getErrorStream());
            try (OutputStream stdin = process.getOutputStream()) {
                stdin.write(input);
            } catch (IOException gone) {
                // The child ended without reading its input; its exit code tells more.
            }
            if (!process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError("still running after " + LIMIT + ": " + command + "\nout: " + out.join()
                        + "\nerr: " + err.join());
            }
            return new Result(process.exitValue(), out.join(), err.join());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    static Result run(String... command) {
        return run(List.of(command), Map.of(), new byte[0]);
    }

    private static CompletableFuture<String> text(InputStream stream) {
        return CompletableFuture.supplyAsync(
                () -> {
                    try {
                        return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
                    } catch (IOException e) {
                        return "";
                    }
                },
                task -> Thread.ofVirtual().start(task));
    }
}
