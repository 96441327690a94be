package dev.gantry.exec;

import dev.gantry.api.error.EngineException;
import dev.gantry.api.exec.ExecResult;
import dev.gantry.api.logging.AttachRequest;
import dev.gantry.api.logging.Attachment;
import dev.gantry.api.logging.StreamRequest;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Runs a process to its end, or kills it.
final class TimedRun {
    private static final int SIGKILL = 9;
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final Launcher launcher;
    private final int outputLimit;
    private final ByteArrayOutputStream output = new ByteArrayOutputStream();
    private boolean truncated;

    TimedRun(Launcher launcher, int outputLimit) {
        this.launcher = launcher;
        this.outputLimit = outputLimit;
    }

    ExecResult run(Exec exec, Duration limit) {
        StreamRequest streams = launcher.streams(exec, false);
        CompletableFuture<Boolean> overtime = new CompletableFuture<>();
        try (Attachment attachment = launcher.attach(streams, new AttachRequest(false, true, true, new byte[0]))) {
            launcher.start(exec, streams, null);
            overtime.completeOnTimeout(true, limit.toMillis(), TimeUnit.MILLISECONDS);
            overtime.thenAcceptAsync(
                    late -> end(exec, late), task -> Thread.ofVirtual().start(task));
            for (Attachment.Chunk chunk = attachment.read(); chunk != null; chunk = attachment.read()) {
                keep(chunk.bytes());
            }
            int exitCode = exec.end()
                    .get(PATIENCE.plus(limit).toMillis(), TimeUnit.MILLISECONDS)
                    .exitCode();
            boolean inTime = overtime.complete(false) || !overtime.join();
            return result(inTime ? exitCode : -1, !inTime);
        } catch (InterruptedException e) {
            launcher.kill(exec, SIGKILL);
            Thread.currentThread().interrupt();
            throw EngineException.unavailable("cancelled while waiting for an exec", e);
        } catch (ExecutionException | TimeoutException e) {
            launcher.kill(exec, SIGKILL);
            throw EngineException.system("the exec did not end", e);
        } finally {
            overtime.complete(false);
        }
    }

    private void end(Exec exec, boolean late) {
        if (late) {
            launcher.kill(exec, SIGKILL);
        }
    }

    private void keep(byte[] bytes) {
        int room = Math.min(bytes.length, outputLimit - output.size());
        output.write(bytes, 0, room);
        truncated |= room < bytes.length;
    }

    private ExecResult result(int exitCode, boolean timedOut) {
        return new ExecResult(exitCode, timedOut, output.toString(StandardCharsets.UTF_8), truncated);
    }
}
