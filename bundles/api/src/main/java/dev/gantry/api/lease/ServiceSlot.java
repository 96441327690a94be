package dev.gantry.api.lease;

import dev.gantry.api.error.EngineException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Holds the present provider of one service for a consumer that outlives it.
///
/// Several providers may be bound at a time: the one with the highest ranking is used, of equals the latest bound. When it leaves, the
/// next one is used again.
///
/// @param <T> the service type
public final class ServiceSlot<T> {
    /// How long a caller waits for a successor: 10 s.
    public static final Duration WAIT_LIMIT = Duration.ofSeconds(10);

    /// How long a departing provider waits for its last lease: 10 s.
    public static final Duration DRAIN_LIMIT = Duration.ofSeconds(10);

    private final String what;
    private final Duration waitLimit;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition arrived = lock.newCondition();
    private final List<CountedProvider<T>> bound = new ArrayList<>();
    private volatile @Nullable CountedProvider<T> current;
    private boolean closed;
    private volatile boolean outliving;

    /// @param what names the service in the failure that a caller gets when none arrives, such as "the network"
    public ServiceSlot(String what) {
        this(what, WAIT_LIMIT);
    }

    /// @param what as above
    /// @param waitLimit replaces [#WAIT_LIMIT]
    public ServiceSlot(String what, Duration waitLimit) {
        this.what = what;
        this.waitLimit = waitLimit;
    }

    /// Makes `service` the one that new calls use, unless one of a ranking above 0 is bound. Call it from the bind method of a
    /// reference to at most one service, for which Declarative Services choose the ranking's winner themselves.
    public void bind(T service) {
        bind(service, 0);
    }

    /// Makes `service` the one that new calls use, unless one of a higher ranking is bound. Call it from the bind method of a reference
    /// to many services, which come in no order.
    ///
    /// @param ranking the service property `service.ranking`
    public void bind(T service, int ranking) {
        lock.lock();
        try {
            place(new CountedProvider<>(service, ranking));
            arrived.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /// Under the lock.
    private void place(CountedProvider<T> provider) {
        int place = bound.size();
        while (place > 0 && bound.get(place - 1).ranking() > provider.ranking()) {
            place--;
        }
        bound.add(place, provider);
        current = bound.getLast();
    }

    /// Takes `service` out of sight and waits for its last lease, at most [#DRAIN_LIMIT]. Call it from the reference's unbind
    /// method. Does nothing for a service that is not bound.
    ///
    /// @return whether the last lease came back in time
    public boolean unbind(T service) {
        return outliving || remove(service);
    }

    private boolean remove(T service) {
        CountedProvider<T> gone = take(service);
        return gone == null || gone.drain(DRAIN_LIMIT);
    }

    /// The component behind the references has gone, and what it is told on its way is no news of the providers: from now on
    /// [#appeared] and [#vanished] tell that.
    void outlive() {
        outliving = true;
    }

    /// A provider is here. If it has been bound before, then perhaps by a reference to one service at most, which does not tell rankings:
    /// it gets its own now, or one of a lower ranking that the reference has passed over would take its place.
    void appeared(T service, int ranking) {
        lock.lock();
        try {
            int at = placeOf(service);
            if (at < 0) {
                bind(service, ranking);
            } else {
                CountedProvider<T> provider = bound.remove(at);
                provider.rank(ranking);
                place(provider);
            }
        } finally {
            lock.unlock();
        }
    }

    /// The providers that are bound now.
    List<T> known() {
        lock.lock();
        try {
            return bound.stream().map(CountedProvider::service).toList();
        } finally {
            lock.unlock();
        }
    }

    /// A provider has gone.
    void vanished(T service) {
        remove(service);
    }

    private @Nullable CountedProvider<T> take(T service) {
        lock.lock();
        try {
            int at = placeOf(service);
            if (at < 0) {
                return null;
            }
            CountedProvider<T> provider = bound.remove(at);
            current = bound.isEmpty() ? null : bound.getLast();
            return provider;
        } finally {
            lock.unlock();
        }
    }

    /// Under the lock: where the service stands, or -1.
    private int placeOf(T service) {
        for (int i = bound.size() - 1; i >= 0; i--) {
            if (bound.get(i).service() == service) {
                return i;
            }
        }
        return -1;
    }

    /// The consumer leaves: nobody waits here any more. Who does hears at once that nothing is there; a provider that is bound may still
    /// be used. Without this, two parts that go together wait for each other: one for the work of its consumer to end, the work for the
    /// successor of the other.
    public void close() {
        lock.lock();
        try {
            closed = true;
            arrived.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /// Whether a provider is here now.
    public boolean isPresent() {
        return current != null;
    }

    /// A lease on the present provider, or null when there is none now. Never blocks.
    public @Nullable Lease<T> tryAcquire() {
        while (true) {
            CountedProvider<T> provider = current;
            if (provider == null) {
                return null;
            }
            Lease<T> lease = provider.lease();
            if (lease != null) {
                return lease;
            }
            if (provider == current) {
                Thread.onSpinWait();
            }
        }
    }

    /// A lease on the present provider or on the one that arrives within the wait limit.
    ///
    /// @throws EngineException UNAVAILABLE when none arrives, the thread is interrupted or the slot is closed
    public Lease<T> acquire() {
        Lease<T> lease = tryAcquire();
        return lease != null ? lease : awaitProvider();
    }

    private Lease<T> awaitProvider() {
        long left = waitLimit.toNanos();
        lock.lock();
        try {
            while (true) {
                Lease<T> lease = tryAcquire();
                if (lease != null) {
                    return lease;
                }
                if (left <= 0 || closed) {
                    throw EngineException.unavailable(what + " is not available");
                }
                left = arrived.awaitNanos(left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw EngineException.unavailable("cancelled while waiting for " + what);
        } finally {
            lock.unlock();
        }
    }

    /// Waits for a provider.
    ///
    /// @return whether one is here; false when `limit` has passed or the slot is closed
    public boolean await(Duration limit) throws InterruptedException {
        long left = limit.toNanos();
        lock.lock();
        try {
            while (current == null && left > 0 && !closed) {
                left = arrived.awaitNanos(left);
            }
            return current != null;
        } finally {
            lock.unlock();
        }
    }

    /// Calls the service under a lease and gives its result.
    public <R extends @Nullable Object> R call(Function<? super T, R> use) {
        try (Lease<T> lease = acquire()) {
            return use.apply(lease.service());
        }
    }

    /// Calls the service under a lease.
    public void run(Consumer<? super T> use) {
        try (Lease<T> lease = acquire()) {
            use.accept(lease.service());
        }
    }

    @Override
    public String toString() {
        return what + " (" + TimeUnit.NANOSECONDS.toSeconds(waitLimit.toNanos()) + " s, present=" + isPresent() + ")";
    }
}
