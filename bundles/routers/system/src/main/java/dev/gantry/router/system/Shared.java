package dev.gantry.router.system;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Work that is done once for all who ask for it while it is being done.
final class Shared<T> {
    private final Supplier<T> work;
    private @Nullable CompletableFuture<T> running;

    Shared(Supplier<T> work) {
        this.work = work;
    }

    /// The result of the work under way, or of work that is begun now.
    T get() throws InterruptedException {
        CompletableFuture<T> mine;
        boolean first;
        synchronized (this) {
            CompletableFuture<T> found = running;
            first = found == null;
            mine = found == null ? new CompletableFuture<>() : found;
            running = mine;
        }
        if (first) {
            perform(mine);
        }
        try {
            return mine.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            throw new IllegalStateException(e.getCause());
        }
    }

    private void perform(CompletableFuture<T> result) {
        try {
            result.complete(work.get());
        } catch (RuntimeException e) {
            result.completeExceptionally(e);
        } finally {
            synchronized (this) {
                running = null;
            }
        }
    }
}
