package dev.gantry.linux;

import dev.gantry.api.linux.Errno;
import dev.gantry.api.linux.ErrnoException;
import dev.gantry.api.linux.FilterLosses;
import dev.gantry.api.linux.ReadinessLoop;
import dev.gantry.api.linux.ReadinessLoop.Interest;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// [FilterLosses] by the notices of nftables netlink.
@Component
public final class NftLosses implements FilterLosses {
    private static final Logger log = LoggerFactory.getLogger(NftLosses.class);
    private static final int AF_NETLINK = 16;
    private static final int SOCK_RAW = 3;
    private static final int ADDRESS_SIZE = 12;
    private static final int GROUPS_OFFSET = 8;
    private static final int GROUP = 7;
    private static final int TABLE_REMOVED = 10 << 8 | 2;
    private static final int MESSAGE_HEADER = 16;
    private static final int RECEIVE = 65_536;

    private final SystemCalls kernel;
    private final ReadinessLoop loop;

    /// @param kernel makes the calls
    /// @param loop waits for notices
    @Activate
    public NftLosses(@Reference SystemCalls kernel, @Reference ReadinessLoop loop) {
        this.kernel = kernel;
        this.loop = loop;
    }

    @Override
    public AutoCloseable watch(Runnable lost) throws IOException {
        int flags = SOCK_RAW | KernelDescriptors.O_CLOEXEC | KernelDescriptors.O_NONBLOCK;
        int fd = (int) kernel.call(SystemCall.SOCKET, "netlink", AF_NETLINK, flags, NetlinkChannel.NETFILTER);
        try {
            // Only a bound socket gets notices.
            try (Arena arena = Arena.ofConfined()) {
                MemorySegment address = arena.allocate(ADDRESS_SIZE, 4);
                address.set(ValueLayout.JAVA_SHORT, 0, (short) AF_NETLINK);
                address.set(ValueLayout.JAVA_INT, GROUPS_OFFSET, 1 << (GROUP - 1));
                kernel.call(SystemCall.BIND, "watch nftables", fd, address.address(), ADDRESS_SIZE);
            }
            return new Watching(fd, lost);
        } catch (IOException | RuntimeException e) {
            kernel.attempt(SystemCall.CLOSE, fd);
            throw e;
        }
    }

    private final class Watching implements AutoCloseable {
        private final int fd;
        private final Runnable lost;
        private final ReadinessLoop.Watch watch;
        private boolean closed;

        Watching(int fd, Runnable lost) throws IOException {
            this.fd = fd;
            this.lost = lost;
            this.watch = loop.watch(fd, Interest.NONE, (readable, writable, hungUp) -> read());
            watch.rearm(Interest.READ);
        }

        private void read() {
            boolean told = false;
            try (Arena arena = Arena.ofConfined()) {
                MemorySegment in = arena.allocate(RECEIVE, 8);
                while (true) {
                    long count =
                            kernel.call(SystemCall.RECVFROM, "nftables notices", fd, in.address(), RECEIVE, 0, 0, 0);
                    told |= tellsOfRemoval(in.asSlice(0, count));
                }
            } catch (ErrnoException e) {
                if (e.is(Errno.ENOBUFS)) {
                    told = true;
                } else if (!e.is(Errno.EAGAIN)) {
                    log.warn("nftables notices: {}", e.getMessage());
                    return;
                }
            }
            if (told) {
                lost.run();
            }
            watch.rearm(Interest.READ);
        }

        @Override
        public synchronized void close() {
            if (!closed) {
                closed = true;
                watch.close();
                kernel.attempt(SystemCall.CLOSE, fd);
            }
        }
    }

    private static boolean tellsOfRemoval(MemorySegment messages) {
        long start = 0;
        while (start + MESSAGE_HEADER <= messages.byteSize()) {
            int length = messages.get(ValueLayout.JAVA_INT_UNALIGNED, start);
            if (messages.get(ValueLayout.JAVA_SHORT_UNALIGNED, start + 4) == TABLE_REMOVED) {
                return true;
            }
            if (length < MESSAGE_HEADER) {
                return false;
            }
            start += (length + 3L) / 4 * 4;
        }
        return false;
    }
}
