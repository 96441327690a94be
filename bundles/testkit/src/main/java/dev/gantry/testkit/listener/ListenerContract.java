package dev.gantry.testkit.listener;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.api.error.EngineException;
import dev.gantry.api.listener.BoundSocket;
import dev.gantry.api.listener.ListenAddress;
import dev.gantry.api.listener.Listener;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What every [Listener] has to keep. Extend it, and say how to make one and where it may listen.
public abstract class ListenerContract {
    private final List<Integer> opened = new ArrayList<>();

    /// A new listener, as a component would be activated.
    protected abstract Listener listener() throws Exception;

    /// An address that is free, the same for each call in one test.
    protected abstract ListenAddress freeAddress() throws Exception;

    /// An address that makes no sense to this listener.
    protected abstract ListenAddress malformedAddress();

    /// Where a client connects to reach a bound socket.
    protected abstract SocketAddress clientAddress(BoundSocket socket);

    /// Closes a descriptor.
    protected abstract void close(int descriptor) throws IOException;

    @AfterEach
    void closeAll() throws IOException {
        for (int descriptor : opened) {
            close(descriptor);
        }
    }

    private List<BoundSocket> bind(Listener listener, ListenAddress address) {
        List<BoundSocket> bound = listener.bind(address);
        bound.forEach(socket -> opened.add(socket.fd()));
        return bound;
    }

    @Test
    void listensAtOnceSoThatClientsQueue() throws Exception {
        List<BoundSocket> bound = bind(listener(), freeAddress());
        assertFalse(bound.isEmpty());
        for (BoundSocket socket : bound) {
            try (SocketChannel client = SocketChannel.open(clientAddress(socket))) {
                assertTrue(client.isConnected());
            }
        }
    }

    @Test
    void handsOverDescriptorsThatDoNotBlockAndAreNotInherited() throws Exception {
        for (BoundSocket socket : bind(listener(), freeAddress())) {
            long flags = flags(socket.fd());
            assertTrue((flags & 04000) != 0, "non-blocking");
            assertTrue((flags & 02000000) != 0, "close on exec");
        }
    }

    private static long flags(int descriptor) throws IOException {
        return Files.readAllLines(Path.of("/proc/self/fdinfo/" + descriptor)).stream()
                .filter(line -> line.startsWith("flags:"))
                .mapToLong(line -> Long.parseLong(line.substring(6).strip(), 8))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void socketsOutliveTheirListener() throws Exception {
        List<BoundSocket> bound = bind(listener(), freeAddress());
        System.gc();
        try (SocketChannel client = SocketChannel.open(clientAddress(bound.getFirst()))) {
            assertTrue(client.isConnected());
        }
    }

    @Test
    void refusesAnAddressOnWhichAnotherListens() throws Exception {
        ListenAddress address = freeAddress();
        List<BoundSocket> first = bind(listener(), address);
        Listener second = listener();
        assertThrows(EngineException.class, () -> bind(second, address));
        try (SocketChannel client = SocketChannel.open(clientAddress(first.getFirst()))) {
            assertTrue(client.isConnected(), "the first still listens");
        }
    }

    @Test
    void listensAgainOnceTheSocketIsClosed() throws Exception {
        ListenAddress address = freeAddress();
        for (BoundSocket socket : listener().bind(address)) {
            close(socket.fd());
        }
        bind(listener(), address);
    }

    @Test
    void namesAMalformedAddress() throws Exception {
        ListenAddress address = malformedAddress();
        Listener listener = listener();
        String message = assertThrows(EngineException.class, () -> bind(listener, address))
                .getMessage();
        assertTrue(message.toLowerCase(Locale.ROOT).contains(address.spec().toLowerCase(Locale.ROOT)), message);
        assertEquals(List.of(), opened);
    }
}
