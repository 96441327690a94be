package dev.gantry.stats;

import dev.gantry.api.container.RunningContainer;
import dev.gantry.api.error.EngineException;
import dev.gantry.api.error.ErrorKind;
import dev.gantry.api.stats.StatsReader;
import dev.gantry.api.types.StatsResponse;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The samples of one request.
final class Readings implements StatsReader {
    private final Sampler sampler;
    private final String id;
    private final boolean stream;
    private final boolean oneShot;
    private final long intervalMillis;
    private final CountDownLatch closed = new CountDownLatch(1);
    private @Nullable Sample before;
    private boolean begun;

    private final Consumer<Readings> over;
    private volatile boolean cut;

    /// @param over is told of its end
    Readings(
            Sampler sampler, String id, boolean stream, boolean oneShot, long intervalMillis, Consumer<Readings> over) {
        this.over = over;
        this.sampler = sampler;
        this.id = id;
        this.stream = stream;
        this.oneShot = oneShot;
        this.intervalMillis = intervalMillis;
    }

    @Override
    public @Nullable StatsResponse next() throws InterruptedException {
        try {
            return stream ? nextOfMany() : single();
        } catch (EngineException e) {
            if (e.kind() == ErrorKind.NOT_FOUND || cut) {
                return null;
            }
            throw e;
        }
    }

    private @Nullable StatsResponse single() throws InterruptedException {
        if (begun) {
            return null;
        }
        begun = true;
        RunningContainer container = sampler.container(id);
        Sample first = sampler.sample(container);
        if (first == null) {
            return Sample.nothing(container);
        }
        if (oneShot) {
            return first.response(null);
        }
        if (isClosedAfterInterval()) {
            return null;
        }
        Sample second = sampler.sample(sampler.container(id));
        return second == null ? Sample.nothing(container) : second.response(first);
    }

    private @Nullable StatsResponse nextOfMany() throws InterruptedException {
        while (!begun || !isClosedAfterInterval()) {
            begun = true;
            try {
                Sample sample = sampler.sample(sampler.container(id));
                Sample last = before;
                before = sample;
                if (sample != null) {
                    return sample.response(last);
                }
            } catch (EngineException e) {
                // Whom to ask is being updated; a stream has time.
                if (e.kind() != ErrorKind.UNAVAILABLE) {
                    throw e;
                }
            }
        }
        return null;
    }

    private boolean isClosedAfterInterval() throws InterruptedException {
        return closed.await(intervalMillis, TimeUnit.MILLISECONDS);
    }

    /// The provider leaves.
    void cut() {
        cut = true;
        close();
    }

    @Override
    public boolean isCut() {
        return cut;
    }

    @Override
    public void close() {
        closed.countDown();
        over.accept(this);
    }
}
