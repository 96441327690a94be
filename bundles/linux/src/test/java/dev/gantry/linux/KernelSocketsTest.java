package dev.gantry.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.api.linux.Errno;
import dev.gantry.api.linux.ErrnoException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KernelSocketsTest {
    private final SystemCalls kernel = new SystemCalls();
    private final KernelSockets sockets = new KernelSockets(kernel);
    private final KernelDescriptors descriptors = new KernelDescriptors(kernel);

    @TempDir
    Path directory;

    @Test
    void listensOnAPathWithItsMode() throws Exception {
        Path path = directory.resolve("s.sock");
        int fd = sockets.listenUnix(path, 0660, -1, 16);
        assertTrue(sockets.isListening(fd));
        assertEquals(0660, new KernelFileNodes(kernel).status(path).permissions());
        try (SocketChannel client = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            assertTrue(client.connect(UnixDomainSocketAddress.of(path)));
        }
        descriptors.close(fd);
    }

    @Test
    void replacesAStaleSocketAndRefusesALiveOne() throws Exception {
        Path path = directory.resolve("s.sock");
        int first = sockets.listenUnix(path, 0600, -1, 16);
        ErrnoException taken = assertThrows(ErrnoException.class, () -> sockets.listenUnix(path, 0600, -1, 16));
        assertTrue(taken.is(Errno.EADDRINUSE));
        descriptors.close(first);
        descriptors.close(sockets.listenUnix(path, 0600, -1, 16));
        Path file = Files.createFile(directory.resolve("file"));
        assertThrows(ErrnoException.class, () -> sockets.listenUnix(file, 0600, -1, 16));
    }

    @Test
    void givesAChannelASocketThatJavaDoesNotMake() throws Exception {
        int onlyIpv6 = sockets.listenTcp(new InetSocketAddress(InetAddress.ofLiteral("::"), 0), 16);
        int port = sockets.localAddress(onlyIpv6).getPort();
        try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.INET6)) {
            server.bind(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0));
            InetSocketAddress standIn = (InetSocketAddress) server.getLocalAddress();
            sockets.replace(standIn, onlyIpv6);
            try (Socket client = new Socket(InetAddress.ofLiteral("::1"), port);
                    SocketChannel accepted = server.accept();
                    ServerSocketChannel others = ServerSocketChannel.open(StandardProtocolFamily.INET)) {
                others.bind(new InetSocketAddress(port));
                assertEquals(client.getLocalSocketAddress(), accepted.getRemoteAddress());
            }
            new ServerSocket(standIn.getPort(), 1, standIn.getAddress()).close();
            int other = sockets.listenTcp(new InetSocketAddress(InetAddress.ofLiteral("::"), 0), 16);
            int otherPort = sockets.localAddress(other).getPort();
            assertThrows(IOException.class, () -> sockets.replace(standIn, other));
            assertThrows(ConnectException.class, () -> new Socket(InetAddress.ofLiteral("::1"), otherPort).close());
        }
        assertThrows(ConnectException.class, () -> new Socket(InetAddress.ofLiteral("::1"), port).close());
    }

    @Test
    void listensOnTcp() throws Exception {
        int fd = sockets.listenTcp(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), 16);
        InetSocketAddress address = sockets.localAddress(fd);
        try (Socket client = new Socket(address.getAddress(), address.getPort())) {
            assertTrue(client.isConnected());
        }
        descriptors.close(fd);
    }

    @Test
    void aReservedPortRefusesClientsAndOtherListeners() throws Exception {
        InetAddress loopback = InetAddress.ofLiteral("127.0.0.1");
        int fd = sockets.reserve("tcp", new InetSocketAddress(loopback, 0));
        int port = sockets.localAddress(fd).getPort();
        assertFalse(sockets.isListening(fd));
        assertThrows(ConnectException.class, () -> new Socket(loopback, port).close());
        assertThrows(IOException.class, () -> new ServerSocket(port, 1, loopback).close());
        ErrnoException taken =
                assertThrows(ErrnoException.class, () -> sockets.reserve("tcp", new InetSocketAddress(loopback, port)));
        assertEquals("bind 127.0.0.1:" + port + ": address already in use", taken.getMessage());
        descriptors.close(fd);
        try (ServerSocket free = new ServerSocket(port, 1, loopback)) {
            assertEquals(port, free.getLocalPort());
        }
    }

    @Test
    void aUdpPortIsReservedOnce() throws Exception {
        InetAddress any = InetAddress.ofLiteral("0.0.0.0");
        int fd = sockets.reserve("udp", new InetSocketAddress(any, 0));
        int port = sockets.localAddress(fd).getPort();
        assertThrows(ErrnoException.class, () -> sockets.reserve("udp", new InetSocketAddress(any, port)));
        descriptors.close(fd);
    }
}
