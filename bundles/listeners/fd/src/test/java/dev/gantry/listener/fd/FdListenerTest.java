package dev.gantry.listener.fd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.gantry.api.error.EngineException;
import dev.gantry.api.listener.BoundSocket;
import dev.gantry.api.listener.ListenAddress;
import dev.gantry.linux.KernelDescriptors;
import dev.gantry.linux.KernelSockets;
import dev.gantry.linux.SystemCalls;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FdListenerTest {
    private final SystemCalls kernel = new SystemCalls();
    private final KernelSockets sockets = new KernelSockets(kernel);
    private final KernelDescriptors descriptors = new KernelDescriptors(kernel);
    private final List<Integer> open = new ArrayList<>();

    @TempDir
    Path dir;

    @AfterEach
    void close() {
        open.forEach(descriptors::close);
    }

    private int unix(String name) throws IOException {
        int fd = sockets.listenUnix(dir.resolve(name), 0600, -1, 1);
        open.add(fd);
        return fd;
    }

    private List<BoundSocket> bind(PassedDescriptors passed, String address, List<String> hosts) {
        List<BoundSocket> bound = new FdListener(sockets, descriptors, new UnixSocketTable(), passed, hosts)
                .bind(ListenAddress.parse(address, ""));
        bound.forEach(socket -> open.add(socket.fd()));
        return bound;
    }

    private static PassedDescriptors one(int fd) {
        return new PassedDescriptors(fd, List.of(""));
    }

    @Test
    void tellsWhatAPassedSocketIs() throws IOException {
        int unix = unix("s");
        int tcp = sockets.listenTcp(new InetSocketAddress("127.0.0.1", 0), 1);
        open.add(tcp);
        BoundSocket first = bind(one(unix), "fd://", List.of()).getFirst();
        assertEquals(BoundSocket.Kind.UNIX, first.kind());
        assertEquals(dir.resolve("s").toString(), first.address());
        assertNull(first.path(), "the file is the service manager's");
        BoundSocket second = bind(one(tcp), "fd://" + tcp, List.of()).getFirst();
        assertEquals(BoundSocket.Kind.TCP, second.kind());
        assertEquals("127.0.0.1:" + sockets.localAddress(tcp).getPort(), second.address());
    }

    @Test
    void anAddressThatLeftCanComeBack() throws IOException {
        int fd = unix("s");
        BoundSocket first = bind(one(fd), "fd://", List.of()).getFirst();
        assertNotEquals(fd, first.fd());
        descriptors.close(first.fd());
        assertTrue(
                sockets.isListening(bind(one(fd), "fd://", List.of()).getFirst().fd()));
    }

    @Test
    void closesThoseThatNoAddressNames() throws IOException {
        int first = unix("a");
        int second = unix("b");
        int third = unix("c");
        assumeTrue(second == first + 1 && third == first + 2, "something else was opened in between");
        PassedDescriptors three = new PassedDescriptors(first, List.of("", "", ""));
        List<String> hosts = List.of("fd://" + first, "fd://" + second, "unix:///x");
        bind(three, "fd://" + first, hosts);
        assertTrue(sockets.isListening(second));
        assertFalse(sockets.isListening(third));
        bind(three, "fd://" + second, hosts);
    }

    @Test
    void refusesWhatDoesNotListen() throws IOException {
        int[] pipe = descriptors.pipe();
        open.addAll(List.of(pipe[0], pipe[1]));
        EngineException refused = assertThrows(EngineException.class, () -> bind(one(pipe[0]), "fd://", List.of()));
        assertEquals(
                "failed to listen on systemd activated file at fd " + pipe[0]
                        + ": it is no listening socket, or no longer open",
                refused.getMessage());
    }

    @Test
    void withoutPassedSocketsEveryAddressIsRefused() {
        PassedDescriptors none = new PassedDescriptors(3, List.of());
        assertThrows(EngineException.class, () -> bind(none, "fd://", List.of()));
    }
}
