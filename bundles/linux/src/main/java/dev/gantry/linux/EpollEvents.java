package dev.gantry.linux;

import dev.gantry.api.linux.ErrnoException;
import dev.gantry.api.linux.ReadinessLoop.Interest;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// The kernel's `struct epoll_event`, which is packed on x86-64 only, and the calls that take it.
final class EpollEvents {
    static final int DATA_OFFSET = SystemCall.ARM ? 8 : 4;
    static final int SIZE = DATA_OFFSET + 8;
    static final ValueLayout.OfLong DATA = ValueLayout.JAVA_LONG_UNALIGNED;
    static final int READ_ALWAYS = 0x001;
    private static final int EPOLLIN = 0x001;
    private static final int EPOLLOUT = 0x004;
    private static final int EPOLLERR = 0x008;
    private static final int EPOLLHUP = 0x010;
    private static final int EPOLLRDHUP = 0x2000;
    private static final int EPOLLONESHOT = 1 << 30;
    private static final int ADD = 1;
    private static final int DELETE = 2;
    private static final int MODIFY = 3;

    private final SystemCalls kernel;

    EpollEvents(SystemCalls kernel) {
        this.kernel = kernel;
    }

    static int once(Interest interest) {
        return EPOLLONESHOT | (interest == Interest.WRITE ? EPOLLOUT : EPOLLIN | EPOLLRDHUP);
    }

    static boolean readable(int events) {
        return (events & (EPOLLIN | EPOLLHUP | EPOLLERR | EPOLLRDHUP)) != 0;
    }

    static boolean writable(int events) {
        return (events & (EPOLLOUT | EPOLLERR)) != 0;
    }

    static boolean hungUp(int events) {
        return (events & (EPOLLHUP | EPOLLERR | EPOLLRDHUP)) != 0;
    }

    void add(int epoll, int fd, int events, long number) throws ErrnoException {
        control(epoll, ADD, fd, events, number);
    }

    void modify(int epoll, int fd, int events, long number) throws ErrnoException {
        control(epoll, MODIFY, fd, events, number);
    }

    void delete(int epoll, int fd) {
        kernel.attempt(SystemCall.EPOLL_CTL, epoll, DELETE, fd, 0);
    }

    private void control(int epoll, int operation, int fd, int events, long number) throws ErrnoException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment event = arena.allocate(SIZE, 8);
            event.set(ValueLayout.JAVA_INT, 0, events);
            event.set(DATA, DATA_OFFSET, number);
            kernel.call(SystemCall.EPOLL_CTL, "epoll_ctl", epoll, operation, fd, event.address());
        }
    }
}
