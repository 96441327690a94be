package dev.gantry.listener.tcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.api.error.EngineException;
import dev.gantry.api.linux.Errno;
import dev.gantry.api.linux.ErrnoException;
import dev.gantry.api.listener.BoundSocket;
import dev.gantry.api.listener.ListenAddress;
import dev.gantry.api.listener.Listener;
import dev.gantry.linux.KernelDescriptors;
import dev.gantry.linux.KernelSockets;
import dev.gantry.linux.SystemCalls;
import dev.gantry.testkit.listener.ListenerContract;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.SocketAddress;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TcpListenerTest extends ListenerContract {
    private final SystemCalls kernel = new SystemCalls();
    private int port;

    @BeforeEach
    void findPort() throws IOException {
        try (ServerSocket any = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = any.getLocalPort();
        }
    }

    @Override
    protected Listener listener() {
        return new TcpListener(new KernelSockets(kernel), new KernelDescriptors(kernel));
    }

    @Override
    protected ListenAddress freeAddress() {
        return ListenAddress.parse("tcp://127.0.0.1:" + port, "");
    }

    @Override
    protected ListenAddress malformedAddress() {
        return ListenAddress.parse("tcp://127.0.0.1:notaport", "");
    }

    @Override
    protected SocketAddress clientAddress(BoundSocket socket) {
        int colon = socket.address().lastIndexOf(':');
        String host = socket.address().substring(0, colon).replaceAll("[\\[\\]]", "");
        return new InetSocketAddress(host, Integer.parseInt(socket.address().substring(colon + 1)));
    }

    @Override
    protected void close(int descriptor) throws IOException {
        new KernelDescriptors(kernel).close(descriptor);
    }

    @Test
    void saysWhereItListens() throws IOException {
        BoundSocket bound = listener().bind(freeAddress()).getFirst();
        assertEquals("127.0.0.1:" + port, bound.address());
        close(bound.fd());
    }

    @Test
    void listensOnIpv6() throws IOException {
        BoundSocket bound =
                listener().bind(ListenAddress.parse("tcp://[::1]:" + port, "")).getFirst();
        assertEquals("[::1]:" + port, bound.address());
        close(bound.fd());
    }

    @Test
    void noContainerGetsThePort() throws IOException {
        BoundSocket bound = listener().bind(freeAddress()).getFirst();
        KernelSockets sockets = new KernelSockets(kernel);
        for (String address : new String[] {"127.0.0.1", "0.0.0.0"}) {
            ErrnoException taken = assertThrows(
                    ErrnoException.class, () -> sockets.reserve("tcp", new InetSocketAddress(address, port)));
            assertTrue(taken.is(Errno.EADDRINUSE));
        }
        close(bound.fd());
    }

    @Test
    void aPortThatAContainerHasIsRefused() throws IOException {
        int held = new KernelSockets(kernel).reserve("tcp", new InetSocketAddress("0.0.0.0", port));
        EngineException refused =
                assertThrows(EngineException.class, () -> listener().bind(freeAddress()));
        assertEquals("listen tcp 127.0.0.1:" + port + ": bind: address already in use", refused.getMessage());
        close(held);
    }

    @Test
    void listensOnEveryAddressOfAName() throws IOException {
        for (BoundSocket bound : listener().bind(ListenAddress.parse("tcp://localhost:" + port, ""))) {
            assertEquals(port, ((InetSocketAddress) clientAddress(bound)).getPort());
            close(bound.fd());
        }
    }
}
