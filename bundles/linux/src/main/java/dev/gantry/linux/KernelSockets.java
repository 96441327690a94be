package dev.gantry.linux;

import dev.gantry.api.linux.Errno;
import dev.gantry.api.linux.ErrnoException;
import dev.gantry.api.linux.IpPrefix;
import dev.gantry.api.linux.Sockets;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/// [Sockets] by system calls.
@Component
public final class KernelSockets implements Sockets {
    private static final int SOCK_STREAM = 1;
    private static final int SOCK_DGRAM = 2;
    private static final int SOCK_FLAGS = KernelDescriptors.O_CLOEXEC | KernelDescriptors.O_NONBLOCK;
    private static final int SOL_SOCKET = 1;
    private static final int SO_REUSEADDR = 2;
    private static final int SO_TYPE = 3;
    private static final int SO_ACCEPTCONN = 30;
    private static final int SCM_RIGHTS = 1;
    private static final int IPPROTO_SCTP = 132;
    private static final int IPPROTO_IPV6 = 41;
    private static final int IPV6_V6ONLY = 26;
    private static final int MSG_NOSIGNAL = 0x4000;
    private static final int S_IFSOCK = 0140000;
    private static final int HEADER = 16;

    private final SystemCalls kernel;
    private final KernelFileNodes nodes;

    /// @param kernel makes the calls
    @Activate
    public KernelSockets(@Reference SystemCalls kernel) {
        this.kernel = kernel;
        this.nodes = new KernelFileNodes(kernel);
    }

    @Override
    public int listenUnix(Path path, int mode, int gid, int backlog) throws IOException {
        clear(path);
        int fd = socket(SocketAddresses.AF_UNIX, SOCK_STREAM, 0);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment address = SocketAddresses.unix(arena, path.toString());
            kernel.call(SystemCall.BIND, "bind", path, fd, address.address(), address.byteSize());
            // Nobody can connect before listen: the file has its owner and mode by then.
            nodes.setOwner(path, -1, gid);
            nodes.setMode(path, mode);
            kernel.call(SystemCall.LISTEN, "listen", path, fd, backlog);
            return fd;
        } catch (IOException | RuntimeException e) {
            close(fd);
            throw e;
        }
    }

    /// Removes a socket file that nobody listens on.
    private void clear(Path path) throws IOException {
        if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        boolean stale = nodes.status(path).type() == S_IFSOCK && !answers(path);
        if (!stale) {
            throw new ErrnoException("bind " + path, Errno.EADDRINUSE.number());
        }
        Files.deleteIfExists(path);
    }

    private boolean answers(Path path) throws IOException {
        int fd = socket(SocketAddresses.AF_UNIX, SOCK_STREAM, 0);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment address = SocketAddresses.unix(arena, path.toString());
            long result = kernel.attempt(SystemCall.CONNECT, fd, address.address(), address.byteSize());
            return result == 0 || result == -Errno.EAGAIN.number();
        } finally {
            close(fd);
        }
    }

    @Override
    public int listenTcp(InetSocketAddress address, int backlog) throws IOException {
        int fd = socket(SocketAddresses.family(address.getAddress()), SOCK_STREAM, 0);
        try {
            bind(fd, address, true);
            kernel.call(SystemCall.LISTEN, "listen tcp " + text(address), fd, backlog);
            return fd;
        } catch (IOException | RuntimeException e) {
            close(fd);
            throw e;
        }
    }

    @Override
    public int reserve(String protocol, InetSocketAddress address) throws IOException {
        boolean udp = protocol.equals("udp");
        int number = protocol.equals("sctp") ? IPPROTO_SCTP : 0;
        int fd = socket(SocketAddresses.family(address.getAddress()), udp ? SOCK_DGRAM : SOCK_STREAM, number);
        try {
            // Reuse gets past the dead connections of an earlier listener; taken back afterwards it keeps others from
            // listening, although this socket never does: an unexpected client is refused instead of left waiting.
            bind(fd, address, !udp);
            if (!udp) {
                option(fd, SOL_SOCKET, SO_REUSEADDR, 0);
            }
            return fd;
        } catch (IOException | RuntimeException e) {
            close(fd);
            throw e;
        }
    }

    private int socket(int family, int type, int protocol) throws ErrnoException {
        return (int) kernel.call(SystemCall.SOCKET, "socket", family, type | SOCK_FLAGS, protocol);
    }

    private void bind(int fd, InetSocketAddress address, boolean reuse) throws IOException {
        if (reuse) {
            option(fd, SOL_SOCKET, SO_REUSEADDR, 1);
        }
        if (SocketAddresses.family(address.getAddress()) == SocketAddresses.AF_INET6) {
            option(fd, IPPROTO_IPV6, IPV6_V6ONLY, 1);
        }
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment encoded = SocketAddresses.inet(arena, address);
            kernel.call(SystemCall.BIND, "bind " + text(address), fd, encoded.address(), encoded.byteSize());
        }
    }

    private void option(int fd, int level, int name, int value) throws ErrnoException {
        try (Arena arena = Arena.ofConfined()) {
            long pointer = arena.allocateFrom(ValueLayout.JAVA_INT, value).address();
            kernel.call(SystemCall.SETSOCKOPT, "setsockopt", fd, level, name, pointer, 4);
        }
    }

    @Override
    public void replace(InetSocketAddress standIn, int fd) throws IOException {
        try {
            int place = find(standIn, number(fd, SO_TYPE));
            kernel.call(SystemCall.DUP3, "dup3", fd, place, KernelDescriptors.O_CLOEXEC);
        } finally {
            close(fd);
        }
    }

    /// Java tells nobody the number of a channel's descriptor, but the kernel knows which socket is bound where. A stream's accepted
    /// connections have the address of who accepted them.
    private int find(InetSocketAddress bound, int type) throws IOException {
        try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
            for (Path path : (Iterable<Path>) open::iterator) {
                int fd = Integer.parseInt(path.getFileName().toString());
                if (number(fd, SO_TYPE) == type
                        && (type != SOCK_STREAM || isListening(fd))
                        && bound.equals(internetAddress(fd))) {
                    return fd;
                }
            }
        }
        throw new IOException("no socket is bound to " + text(bound));
    }

    /// Null for a socket of another family.
    private @Nullable InetSocketAddress internetAddress(int fd) {
        try {
            return localAddress(fd);
        } catch (IOException e) {
            return null;
        }
    }

    /// A socket's option, -1 for what is no socket.
    private int number(int fd, int option) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment value = arena.allocate(ValueLayout.JAVA_INT);
            MemorySegment length = arena.allocateFrom(ValueLayout.JAVA_INT, 4);
            long result =
                    kernel.attempt(SystemCall.GETSOCKOPT, fd, SOL_SOCKET, option, value.address(), length.address());
            return result == 0 ? value.get(ValueLayout.JAVA_INT, 0) : -1;
        }
    }

    @Override
    public InetSocketAddress localAddress(int fd) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment address = arena.allocate(SocketAddresses.LARGEST, 8);
            MemorySegment length = arena.allocateFrom(ValueLayout.JAVA_INT, SocketAddresses.LARGEST);
            kernel.call(SystemCall.GETSOCKNAME, "getsockname", fd, address.address(), length.address());
            return SocketAddresses.decode(address);
        }
    }

    @Override
    public boolean isListening(int fd) {
        return number(fd, SO_ACCEPTCONN) > 0;
    }

    @Override
    public void send(int socket, byte[] bytes, List<Integer> descriptors) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment content = arena.allocate(Math.max(1, bytes.length));
            MemorySegment.copy(bytes, 0, content, ValueLayout.JAVA_BYTE, 0, bytes.length);
            MemorySegment vector = arena.allocate(16, 8);
            vector.set(ValueLayout.JAVA_LONG, 0, content.address());
            vector.set(ValueLayout.JAVA_LONG, 8, bytes.length);
            MemorySegment message = arena.allocate(56, 8);
            message.set(ValueLayout.JAVA_LONG, 16, vector.address());
            message.set(ValueLayout.JAVA_LONG, 24, 1);
            if (!descriptors.isEmpty()) {
                MemorySegment control = rights(arena, descriptors);
                message.set(ValueLayout.JAVA_LONG, 32, control.address());
                message.set(ValueLayout.JAVA_LONG, 40, control.byteSize());
            }
            kernel.call(SystemCall.SENDMSG, "sendmsg", socket, message.address(), MSG_NOSIGNAL);
        }
    }

    private static MemorySegment rights(Arena arena, List<Integer> descriptors) {
        int length = HEADER + 4 * descriptors.size();
        MemorySegment control = arena.allocate((length + 7L) / 8 * 8, 8);
        control.set(ValueLayout.JAVA_LONG, 0, length);
        control.set(ValueLayout.JAVA_INT, 8, SOL_SOCKET);
        control.set(ValueLayout.JAVA_INT, 12, SCM_RIGHTS);
        for (int i = 0; i < descriptors.size(); i++) {
            control.set(ValueLayout.JAVA_INT, HEADER + 4L * i, descriptors.get(i));
        }
        return control;
    }

    @Override
    public void notify(String path, byte[] datagram) throws IOException {
        int fd = socket(SocketAddresses.AF_UNIX, SOCK_DGRAM, 0);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment address = SocketAddresses.unix(arena, path);
            MemorySegment content = arena.allocate(Math.max(1, datagram.length));
            MemorySegment.copy(datagram, 0, content, ValueLayout.JAVA_BYTE, 0, datagram.length);
            kernel.call(
                    SystemCall.SENDTO,
                    "sendto " + path,
                    fd,
                    content.address(),
                    datagram.length,
                    MSG_NOSIGNAL,
                    address.address(),
                    address.byteSize());
        } finally {
            close(fd);
        }
    }

    private void close(int fd) {
        kernel.attempt(SystemCall.CLOSE, fd);
    }

    private static String text(InetSocketAddress address) {
        String host = IpPrefix.text(address.getAddress());
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + address.getPort();
    }
}
