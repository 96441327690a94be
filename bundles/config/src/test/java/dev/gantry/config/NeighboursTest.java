package dev.gantry.config;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.api.config.DaemonConfig;
import dev.gantry.api.error.EngineException;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NeighboursTest {
    @TempDir
    Path directory;

    private DaemonConfig config(Path socket) {
        return new DaemonConfig(Map.of(
                "hosts",
                List.of("unix://" + socket),
                "pidfile",
                directory.resolve("p").toString(),
                "data-root",
                directory.toString(),
                "exec-root",
                directory.toString()));
    }

    @Test
    void aSocketThatAnswersIsSomebodyElses() throws IOException {
        Path socket = directory.resolve("s");
        Neighbours neighbours = new Neighbours(directory.resolve("docker.pid"));
        try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            server.bind(UnixDomainSocketAddress.of(socket));
            EngineException e = assertThrows(EngineException.class, () -> neighbours.refuse(config(socket)));
            assertTrue(e.getMessage().contains("pass -H") && e.getMessage().contains("--data-root"), e.getMessage());
        }
        assertDoesNotThrow(() -> neighbours.refuse(config(socket)));
    }
}
