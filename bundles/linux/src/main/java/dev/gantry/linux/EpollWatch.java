package dev.gantry.linux;

import dev.gantry.api.linux.ErrnoException;
import dev.gantry.api.linux.ReadinessLoop.Interest;
import dev.gantry.api.linux.ReadinessLoop.Listener;
import dev.gantry.api.linux.ReadinessLoop.Watch;
import java.util.concurrent.locks.ReentrantLock;

/// One watched descriptor. Its listener runs under the lock that [#close] takes, so that close waits for it.
final class EpollWatch implements Watch {
    private final EpollLoop loop;
    private final long number;
    private final int fd;
    private final Listener listener;
    private final ReentrantLock telling = new ReentrantLock();
    private boolean known;
    private volatile boolean closed;

    EpollWatch(EpollLoop loop, long number, int fd, Listener listener) {
        this.loop = loop;
        this.number = number;
        this.fd = fd;
        this.listener = listener;
    }

    /// Registers, unless nothing is wanted yet: a registered descriptor always tells a hang-up.
    synchronized void begin(Interest first) throws ErrnoException {
        if (first != Interest.NONE) {
            loop.control().add(loop.epoll(), fd, EpollEvents.once(first), number);
            known = true;
        }
    }

    @Override
    public synchronized void rearm(Interest interest) {
        if (closed || interest == Interest.NONE) {
            return;
        }
        try {
            if (known) {
                loop.control().modify(loop.epoll(), fd, EpollEvents.once(interest), number);
            } else {
                begin(interest);
            }
        } catch (ErrnoException e) {
            throw new IllegalStateException("descriptor " + fd + " cannot be watched", e);
        }
    }

    void tell(int events) {
        telling.lock();
        try {
            if (!closed) {
                listener.ready(EpollEvents.readable(events), EpollEvents.writable(events), EpollEvents.hungUp(events));
            }
        } finally {
            telling.unlock();
        }
    }

    @Override
    public void close() {
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
            loop.forget(number);
            if (known) {
                loop.control().delete(loop.epoll(), fd);
            }
        }
        if (!loop.isLoopThread()) {
            telling.lock();
            telling.unlock();
        }
    }
}
