package dev.gantry.linux;

import dev.gantry.api.linux.ErrnoException;
import dev.gantry.api.linux.ReadinessLoop;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// [ReadinessLoop] on one epoll descriptor and one thread, which starts with the first watch.
@Component
public final class EpollLoop implements ReadinessLoop {
    private static final Logger log = LoggerFactory.getLogger(EpollLoop.class);
    private static final int EVENTS = 256;
    private static final long WAKE_UP = 0;
    private static final long STOP_LIMIT_MILLIS = 5_000;
    private static final int EPOLL_CLOEXEC = 02000000;

    private final SystemCalls kernel;
    private final int epoll;
    private final int wakeUp;
    private final AtomicLong numbers = new AtomicLong(WAKE_UP);
    private final ConcurrentHashMap<Long, EpollWatch> watches = new ConcurrentHashMap<>();
    private final EpollEvents control;
    private volatile boolean closed;
    private @Nullable Thread thread;

    /// @param kernel makes the calls
    @Activate
    public EpollLoop(@Reference SystemCalls kernel) throws IOException {
        this.kernel = kernel;
        this.control = new EpollEvents(kernel);
        this.epoll = (int) kernel.call(SystemCall.EPOLL_CREATE1, "epoll_create1", EPOLL_CLOEXEC);
        this.wakeUp = (int) kernel.call(
                SystemCall.EVENTFD2, "eventfd", 0, KernelDescriptors.O_CLOEXEC | KernelDescriptors.O_NONBLOCK);
        control.add(epoll, wakeUp, EpollEvents.READ_ALWAYS, WAKE_UP);
    }

    @Override
    public Watch watch(int fd, Interest first, Listener listener) throws IOException {
        long number = numbers.incrementAndGet();
        EpollWatch watch = new EpollWatch(this, number, fd, listener);
        watches.put(number, watch);
        try {
            start();
            watch.begin(first);
            return watch;
        } catch (ErrnoException e) {
            watches.remove(number);
            throw e;
        }
    }

    EpollEvents control() {
        return control;
    }

    int epoll() {
        return epoll;
    }

    void forget(long number) {
        watches.remove(number);
    }

    boolean isLoopThread() {
        return Thread.currentThread() == thread;
    }

    private synchronized void start() {
        if (closed) {
            throw new IllegalStateException("the readiness loop has stopped");
        }
        if (thread == null) {
            thread = Thread.ofPlatform().daemon().name("readiness").start(this::run);
        }
    }

    private void run() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment events = arena.allocate((long) EVENTS * EpollEvents.SIZE, 8);
            while (!closed) {
                long count = kernel.attempt(SystemCall.EPOLL_PWAIT, epoll, events.address(), EVENTS, -1, 0, 8);
                for (int i = 0; i < count; i++) {
                    tell(events.asSlice((long) i * EpollEvents.SIZE, EpollEvents.SIZE));
                }
            }
        }
    }

    private void tell(MemorySegment event) {
        EpollWatch watch = watches.get(event.get(EpollEvents.DATA, EpollEvents.DATA_OFFSET));
        if (watch == null) {
            return;
        }
        try {
            watch.tell(event.get(ValueLayout.JAVA_INT, 0));
        } catch (RuntimeException | LinkageError e) {
            log.error("a readiness listener failed; its descriptor stays silent", e);
        }
    }

    /// Ends the thread. Watches that are open are silent from then on.
    @Deactivate
    public void close() throws InterruptedException {
        Thread running;
        synchronized (this) {
            closed = true;
            running = thread;
        }
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment one = arena.allocateFrom(ValueLayout.JAVA_LONG, 1L);
            kernel.attempt(SystemCall.WRITE, wakeUp, one.address(), 8);
        }
        if (running != null) {
            running.join(STOP_LIMIT_MILLIS);
        }
        kernel.attempt(SystemCall.CLOSE, epoll);
        kernel.attempt(SystemCall.CLOSE, wakeUp);
        watches.clear();
    }
}
