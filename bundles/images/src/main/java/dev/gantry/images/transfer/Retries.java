package dev.gantry.images.transfer;

import dev.gantry.api.error.EngineException;
import dev.gantry.api.error.ErrorKind;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/// Decides whether a blob that failed is tried again, and waits before it is: after each failure longer than before.
final class Retries {
    private final int attempts;
    private final Duration pause;
    private final TransferReport report;
    private int failed;

    Retries(int attempts, Duration pause, TransferReport report) {
        this.attempts = attempts;
        this.pause = pause;
        this.report = report;
    }

    /// Returns when it is time for the next attempt.
    ///
    /// @throws EngineException the failure, when another attempt is of no use or one too many
    void after(EngineException failure) {
        failed++;
        boolean hopeful = failure.kind() == ErrorKind.SYSTEM || failure.kind() == ErrorKind.UNAVAILABLE;
        if (Thread.currentThread().isInterrupted()) {
            throw EngineException.unavailable("context canceled", failure);
        }
        if (!hopeful || failed >= attempts) {
            throw failure;
        }
        try {
            for (long left = pause.toMillis() * failed; left > 0; left -= 1000) {
                report.state("Retrying in " + (left + 999) / 1000 + (left > 1000 ? " seconds" : " second"));
                TimeUnit.MILLISECONDS.sleep(Math.min(left, 1000));
            }
        } catch (InterruptedException e) {
            throw BlobDownloads.cancelled(e);
        }
    }
}
