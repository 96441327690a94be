package dev.gantry.libcontainerd;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.gantry.api.error.EngineException;
import dev.gantry.api.runtime.ProcessExit;
import dev.gantry.api.runtime.Runtime;
import dev.gantry.api.runtime.RuntimeEvent;
import dev.gantry.api.runtime.RuntimeEvent.ProcessExited;
import dev.gantry.api.runtime.RuntimeEventListener;
import dev.gantry.api.runtime.Subscription;
import dev.gantry.api.runtime.TaskState;
import dev.gantry.api.runtime.TaskStatus;
import dev.gantry.proto.containerd.eventservice.Envelope;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One subscription at containerd for each listener. A virtual thread holds the stream, waits for the connection when it is
/// lost, reconciles, and hands events to the [OrderedDelivery].
final class EventStream implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EventStream.class);
    private static final Duration RECONNECT_WAIT = Duration.ofSeconds(30);
    private static final long PAUSE_MILLIS = 100;

    private final Containerd containerd;
    private final Runtime runtime;
    private final KnownExecs execs;
    private final Set<Follower> followers = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    EventStream(Containerd containerd, Runtime runtime, KnownExecs execs) {
        this.containerd = containerd;
        this.runtime = runtime;
        this.execs = execs;
    }

    Subscription subscribe(RuntimeEventListener listener) {
        Follower follower = new Follower(listener);
        followers.add(follower);
        follower.start();
        if (closed) {
            // Whoever asks for events of a runtime that leaves gets its successor's.
            follower.close();
        }
        return follower;
    }

    @Override
    public void close() {
        closed = true;
        followers.forEach(Follower::close);
    }

    private final class Follower implements Subscription {
        private final RuntimeEventListener listener;
        private final OrderedDelivery delivery;
        private final AtomicBoolean open = new AtomicBoolean(true);
        private final Thread thread =
                Thread.ofVirtual().name("containerd-events").unstarted(this::run);

        Follower(RuntimeEventListener listener) {
            this.listener = listener;
            containerd.stamp().join(this);
            this.delivery =
                    new OrderedDelivery(listener, time -> containerd.stamp().handled(this, time));
        }

        void start() {
            thread.start();
        }

        @Override
        public void close() {
            if (open.compareAndSet(true, false)) {
                followers.remove(this);
                containerd.stamp().leave(this);
                thread.interrupt();
            }
        }

        private void run() {
            while (open.get()) {
                try {
                    followOnce();
                    // A failure may come back at once: not more than ten attempts a second.
                    TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
                } catch (InterruptedException e) {
                    // Closed, or a stray interrupt: the loop's condition tells.
                }
            }
        }

        private void followOnce() throws InterruptedException {
            try {
                follow();
            } catch (EngineException | StatusRuntimeException e) {
                if (open.get()) {
                    LOG.debug("event stream of containerd: {}", e.getMessage());
                }
            } catch (RuntimeException e) {
                LOG.error("event stream of containerd", e);
            }
        }

        private void follow() throws InterruptedException {
            Connection connection = containerd.await(RECONNECT_WAIT);
            try (EventSource source = new EventSource(
                    connection.channel(null), containerd.settings().namespace())) {
                source.awaitOpen();
                reconcile();
                for (Envelope envelope = source.next(); envelope != null; envelope = source.next()) {
                    Optional<RuntimeEvent> event = read(envelope);
                    if (event.isPresent()) {
                        delivery.put(event.get(), Stamps.instant(envelope.getTimestamp()));
                    }
                }
            }
            if (open.get()) {
                LOG.warn("the event stream of containerd broke off, connecting again");
            }
        }

        /// What was missed while there was no stream. Runs between the last event before and the first one after.
        private void reconcile() throws InterruptedException {
            List<TaskState> tasks = inOrder(runtime.list());
            delivery.awaitIdle();
            report(tasks);
            listener.connected(tasks);
            for (TaskState task : tasks) {
                ProcessExit exit = task.exit();
                if (task.status() == TaskStatus.STOPPED && exit != null) {
                    delivery.put(new ProcessExited(task.id(), null, exit), exit.exitedAt());
                }
            }
            for (ProcessExited missed : endedExecs()) {
                delivery.put(missed, missed.exit().exitedAt());
            }
        }

        /// Those that have ended in the order of their ends, after those that live.
        private static List<TaskState> inOrder(List<TaskState> tasks) {
            return tasks.stream()
                    .sorted(Comparator.comparing(task ->
                            task.exit() == null ? Instant.MIN : task.exit().exitedAt()))
                    .toList();
        }

        private void report(List<TaskState> tasks) {
            Instant since = containerd.stamp().last();
            long missed = tasks.stream()
                    .map(TaskState::exit)
                    .filter(exit -> exit != null && exit.exitedAt().isAfter(since))
                    .count();
            if (missed > 0) {
                LOG.info("{} containers have ended unheard since {}", missed, since);
            }
        }

        private List<ProcessExited> endedExecs() {
            List<ProcessExited> ended = new ArrayList<>();
            for (String id : execs.containers()) {
                for (String execId : execs.of(id)) {
                    runtime.state(id, execId)
                            .map(TaskState::exit)
                            .ifPresent(exit -> ended.add(new ProcessExited(id, execId, exit)));
                }
            }
            return ended;
        }

        private Optional<RuntimeEvent> read(Envelope envelope) {
            try {
                return EventReading.of(envelope);
            } catch (InvalidProtocolBufferException e) {
                LOG.warn("containerd sent an event that cannot be read topic={}", envelope.getTopic(), e);
                return Optional.empty();
            }
        }
    }
}
