package dev.gantry.listener.unix;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SocketProbeTest {
    @TempDir
    Path dir;

    @Test
    void tellsALiveSocketFromAStaleOne() throws IOException {
        Path path = dir.resolve("s");
        try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            server.bind(UnixDomainSocketAddress.of(path));
            assertTrue(SocketProbe.isAnswered(path));
        }
        assertTrue(Files.exists(path));
        assertFalse(SocketProbe.isAnswered(path));
    }

    @Test
    void takesAnyOtherFileForStale() throws IOException {
        assertFalse(SocketProbe.isAnswered(Files.writeString(dir.resolve("file"), "x")));
        assertFalse(SocketProbe.isAnswered(dir.resolve("missing")));
    }

    @Test
    void takesAFullQueueForAnAnswer() throws IOException {
        Path path = dir.resolve("s");
        List<SocketChannel> waiting = new ArrayList<>();
        try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            server.bind(UnixDomainSocketAddress.of(path), 1);
            for (int i = 0; i < 2; i++) {
                SocketChannel client = SocketChannel.open(StandardProtocolFamily.UNIX);
                client.connect(UnixDomainSocketAddress.of(path));
                waiting.add(client);
            }
            assertTrue(SocketProbe.isAnswered(path));
        } finally {
            for (SocketChannel client : waiting) {
                client.close();
            }
        }
    }
}
