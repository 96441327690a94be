package dev.gantry.linux;

import dev.gantry.api.linux.Errno;
import dev.gantry.api.linux.ErrnoException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// A netlink socket. It belongs to the network namespace of the thread that opened it and may be used from any.
final class NetlinkChannel implements AutoCloseable {
    static final int ROUTE = 0;
    static final int NETFILTER = 12;
    private static final int AF_NETLINK = 16;
    private static final int SOCK_RAW = 3;
    private static final int SOL_NETLINK = 270;
    private static final int NETLINK_EXT_ACK = 11;
    private static final int ERROR = 2;
    private static final int DONE = 3;
    private static final int FLAG_CAPPED = 0x100;
    private static final int FLAG_ACK_TLVS = 0x200;
    private static final int MESSAGE_TEXT = 1;
    private static final int RECEIVE = 65_536;

    private final SystemCalls kernel;
    private final int fd;
    private int sequence;
    private boolean closed;

    NetlinkChannel(SystemCalls kernel, int protocol) throws ErrnoException {
        this.kernel = kernel;
        this.fd = (int)
                kernel.call(SystemCall.SOCKET, "netlink", AF_NETLINK, SOCK_RAW | KernelDescriptors.O_CLOEXEC, protocol);
        try (Arena arena = Arena.ofConfined()) {
            long one = arena.allocateFrom(ValueLayout.JAVA_INT, 1).address();
            kernel.attempt(SystemCall.SETSOCKOPT, fd, SOL_NETLINK, NETLINK_EXT_ACK, one, 4);
        }
    }

    /// Sends a request and waits for its end.
    ///
    /// @param what names the request in a failure
    /// @return the payloads of the answers, without netlink's own header
    synchronized List<ByteBuffer> exchange(String what, NetlinkMessage message) throws ErrnoException {
        if (closed) {
            throw new IllegalStateException("the netlink socket is closed");
        }
        byte[] request = message.encode(++sequence);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment out = arena.allocateFrom(ValueLayout.JAVA_BYTE, request);
            kernel.call(SystemCall.SENDTO, what, fd, out.address(), request.length, 0, 0, 0);
            MemorySegment in = arena.allocate(RECEIVE, 8);
            List<ByteBuffer> answers = new ArrayList<>();
            while (true) {
                long count = kernel.call(SystemCall.RECVFROM, what, fd, in.address(), RECEIVE, 0, 0, 0);
                byte[] copy = in.asSlice(0, count).toArray(ValueLayout.JAVA_BYTE);
                if (collect(what, ByteBuffer.wrap(copy).order(ByteOrder.nativeOrder()), answers)) {
                    return answers;
                }
            }
        }
    }

    /// Takes one datagram apart.
    ///
    /// @return whether the exchange is over
    private boolean collect(String what, ByteBuffer datagram, List<ByteBuffer> answers) throws ErrnoException {
        while (datagram.remaining() >= NetlinkMessage.HEADER) {
            int start = datagram.position();
            int length = datagram.getInt(start);
            int type = datagram.getShort(start + 4);
            ByteBuffer payload = datagram.slice(start + NetlinkMessage.HEADER, length - NetlinkMessage.HEADER)
                    .order(ByteOrder.nativeOrder());
            if (datagram.getInt(start + 8) == sequence) {
                if (type == ERROR) {
                    check(what, payload, datagram.getShort(start + 6));
                    return true;
                }
                if (type == DONE) {
                    return true;
                }
                answers.add(payload);
            }
            datagram.position(Math.min(datagram.limit(), start + (length + 3) / 4 * 4));
        }
        return false;
    }

    private static void check(String what, ByteBuffer payload, int flags) throws ErrnoException {
        int error = payload.getInt(0);
        if (error == 0) {
            return;
        }
        if ((flags & FLAG_ACK_TLVS) != 0) {
            int echoed = (flags & FLAG_CAPPED) != 0 ? NetlinkMessage.HEADER : payload.getInt(4);
            payload.position(Math.min(payload.limit(), 4 + (echoed + 3) / 4 * 4));
            Map<Integer, ByteBuffer> attributes = NetlinkMessage.attributes(payload);
            ByteBuffer text = attributes.get(MESSAGE_TEXT);
            if (text != null) {
                String words = Errno.of(-error).words() + " (" + NetlinkMessage.text(text) + ")";
                throw new ErrnoException(what, -error, words);
            }
        }
        throw new ErrnoException(what, -error);
    }

    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            kernel.attempt(SystemCall.CLOSE, fd);
        }
    }
}
