package dev.gantry.listener.fd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.gantry.api.error.EngineException;
import dev.gantry.api.listener.BoundSocket;
import dev.gantry.api.listener.ListenAddress;
import dev.gantry.linux.KernelDescriptors;
import dev.gantry.linux.KernelSockets;
import dev.gantry.linux.SystemCalls;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FdListenerTest {
    private final SystemCalls kernel = new SystemCalls();
    private final KernelSockets sockets = new KernelSockets(kernel);
    private final KernelDescriptors descriptors = new KernelDescriptors(kernel);

    private BoundSocket describe(int fd) {
        return new FdListener(sockets, descriptors, new UnixSocketTable(), Map.of(), 1).describe(fd);
    }

    @Test
    void tellsWhatAPassedSocketIs(@TempDir Path dir) throws IOException {
        int unix = sockets.listenUnix(dir.resolve("s"), 0600, -1, 1);
        int tcp = sockets.listenTcp(new InetSocketAddress("127.0.0.1", 0), 1);
        assertEquals(BoundSocket.Kind.UNIX, describe(unix).kind());
        assertEquals(dir.resolve("s").toString(), describe(unix).address());
        assertNull(describe(unix).path(), "the file is the service manager's");
        assertEquals(BoundSocket.Kind.TCP, describe(tcp).kind());
        assertEquals(
                "127.0.0.1:" + sockets.localAddress(tcp).getPort(),
                describe(tcp).address());
        descriptors.close(unix);
        descriptors.close(tcp);
    }

    @Test
    void namesAnAddressWithoutPassedSockets() {
        FdListener none = new FdListener(sockets, descriptors, new UnixSocketTable(), Map.of(), 1);
        assertThrows(EngineException.class, () -> none.bind(ListenAddress.parse("fd://", "")));
    }
}
