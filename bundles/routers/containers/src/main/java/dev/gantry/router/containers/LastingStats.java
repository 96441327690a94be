package dev.gantry.router.containers;

import dev.gantry.api.stats.StatsReader;
import dev.gantry.api.types.StatsResponse;
import dev.gantry.api.types.StatsResponseBuilder;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Samples that outlive the bundle which takes them. The first of a successor is told together with the last of its predecessor, as clients
/// compute from two.
final class LastingStats implements StatsReader {
    private final Supplier<StatsReader> opener;
    private volatile StatsReader current;
    private volatile boolean closed;
    private @Nullable StatsResponse last;
    private boolean first;

    /// @param opener opens a reader, and waits for who can
    LastingStats(Supplier<StatsReader> opener) {
        this.opener = opener;
        current = opener.get();
    }

    @Override
    public @Nullable StatsResponse next() throws InterruptedException {
        while (true) {
            StatsResponse sample = current.next();
            if (sample == null && current.isCut() && !closed) {
                current = opener.get();
                first = true;
                if (closed) {
                    current.close();
                }
                continue;
            }
            StatsResponse before = last;
            if (sample != null && first && before != null) {
                sample = StatsResponseBuilder.builder(sample)
                        .preread(before.read())
                        .precpu_stats(before.cpu_stats())
                        .build();
            }
            first = false;
            last = sample;
            return sample;
        }
    }

    /// False: it does not end with a provider.
    @Override
    public boolean isCut() {
        return false;
    }

    @Override
    public void close() {
        closed = true;
        current.close();
    }
}
