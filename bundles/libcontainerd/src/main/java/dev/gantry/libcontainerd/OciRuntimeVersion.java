package dev.gantry.libcontainerd;

import dev.gantry.api.runtime.RuntimeVersion.Component;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/// Asks an OCI runtime for its version, the way runc and its relatives answer:
/// `runc version 1.1.5`, then lines such as `commit: v1.1.5-0-gf19387a6`; and for what it can do.
final class OciRuntimeVersion {
    private static final int OUTPUT_LIMIT = 64 << 10;
    private static final Duration USUAL_LIMIT = Duration.ofSeconds(5);

    private OciRuntimeVersion() {}

    /// Empty strings when there is no such program, or it does not answer in time.
    static Component ask(String binary) {
        return ask(binary, USUAL_LIMIT);
    }

    /// @param limit after which the program is killed, with what it has started
    static Component ask(String binary, Duration limit) {
        String output = run(new ProcessBuilder(binary, "--version").redirectErrorStream(true), limit);
        return parse(output == null ? "" : output);
    }

    /// The JSON object that the program answers to `features`; empty when it knows no such word, null when there is no such program or it
    /// does not answer in time.
    static @Nullable String features(String binary) {
        return features(binary, USUAL_LIMIT);
    }

    /// @param limit after which the program is killed, with what it has started
    static @Nullable String features(String binary, Duration limit) {
        String output =
                run(new ProcessBuilder(binary, "features").redirectError(ProcessBuilder.Redirect.DISCARD), limit);
        if (output == null) {
            return null;
        }
        String object = output.strip();
        return object.startsWith("{") && object.endsWith("}") ? object : "";
    }

    /// What it writes; null when it cannot be run or takes too long.
    private static @Nullable String run(ProcessBuilder program, Duration limit) {
        try {
            Process process = program.redirectInput(new File("/dev/null")).start();
            try {
                return output(process, limit);
            } finally {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly();
            }
        } catch (IOException | ExecutionException | TimeoutException e) {
            return null;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return null;
        }
    }

    /// Reading knows no limit of its own, so another thread does it; it ends with the processes that hold the pipe.
    private static String output(Process process, Duration limit)
            throws InterruptedException, ExecutionException, TimeoutException {
        FutureTask<String> reading = new FutureTask<>(() -> {
            try (InputStream output = process.getInputStream()) {
                return new String(output.readNBytes(OUTPUT_LIMIT), StandardCharsets.UTF_8);
            }
        });
        Thread.ofVirtual().name("runtime-version").start(reading);
        return reading.get(limit.toMillis(), TimeUnit.MILLISECONDS);
    }

    static Component parse(String output) {
        String version = "";
        String commit = "";
        for (String line : output.lines().toList()) {
            int at = line.indexOf("version ");
            if (version.isEmpty() && at >= 0) {
                version = line.substring(at + "version ".length()).strip();
            } else if (line.startsWith("commit:")) {
                commit = line.substring("commit:".length()).strip();
            }
        }
        return new Component(version, commit);
    }
}
