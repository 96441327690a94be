package dev.gantry.health;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.concurrent.Delayed;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/// A clock that stands still until it is advanced, and the timer that goes by it.
final class FakeTime implements InstantSource, Monitor.Timer {
    private final Queue<Task> tasks = new PriorityQueue<>(Comparator.comparing((Task t) -> t.due));
    private Instant now;

    FakeTime(Instant now) {
        this.now = now;
    }

    @Override
    public Instant instant() {
        return now;
    }

    @Override
    public ScheduledFuture<?> schedule(Runnable work, long delay, TimeUnit unit) {
        Task task = new Task(work, now.plusNanos(unit.toNanos(delay)));
        tasks.add(task);
        return task;
    }

    void advance(Duration by) {
        Instant end = now.plus(by);
        while (!tasks.isEmpty() && !tasks.peek().due.isAfter(end)) {
            Task task = tasks.poll();
            now = task.due;
            task.run();
        }
        now = end;
    }

    private static final class Task extends FutureTask<Void> implements ScheduledFuture<Void> {
        private final Instant due;

        Task(Runnable work, Instant due) {
            super(work, null);
            this.due = due;
        }

        @Override
        public long getDelay(TimeUnit unit) {
            return 0;
        }

        @Override
        public int compareTo(Delayed other) {
            return 0;
        }
    }
}
