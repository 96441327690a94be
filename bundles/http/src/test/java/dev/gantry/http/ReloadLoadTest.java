package dev.gantry.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.api.config.ConfigChange;
import dev.gantry.api.config.DaemonConfig;
import dev.gantry.api.http.Route;
import dev.gantry.api.http.TlsContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Reloads that switch addresses and certificates while clients ask over and over.
@Timeout(120)
class ReloadLoadTest {
    private static final int RELOADS = 200;
    private static final int WARM_UP = 20;

    @TempDir
    Path dir;

    private record Fresh(SSLContext sslContext) implements TlsContext {
        @Override
        public boolean clientCertificateRequired() {
            return false;
        }
    }

    private static long openFiles() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("/proc/self/fd"))) {
            return files.count();
        }
    }

    private static ConfigChange change(List<String> before, List<String> after) {
        return ConfigChange.between(
                new DaemonConfig(Map.of("hosts", before, "group", "")),
                new DaemonConfig(Map.of("hosts", after, "group", "")));
    }

    @Test
    void loseNoRequestOnTheAddressThatStaysAndLeakNothing() throws Exception {
        try (TestServer server = new TestServer(Route.get("/_ping", TestServer::ok))) {
            List<String> few = List.of("unix://" + server.socket);
            List<String> many = List.of("unix://" + server.socket, "unix://" + dir.resolve("b"), "tcp://any");
            TlsContext tls = new Fresh(SSLContext.getDefault());
            server.server.bindTls(tls);
            long files = 0;
            int threads = 0;
            try (Hammer hammer = new Hammer(server, "/_ping", 4)) {
                for (int i = 0; i < RELOADS; i++) {
                    hammer.awaitRequests(5);
                    server.server.prepare(change(few, many)).commit();
                    try (RawClient passing = new RawClient(dir.resolve("b"))) {
                        passing.request("GET /_ping").until("OK");
                    }
                    TlsContext next = new Fresh(SSLContext.getDefault());
                    server.server.bindTls(next);
                    server.server.unbindTls(tls);
                    tls = next;
                    server.server.prepare(change(few, many)).rollback();
                    server.server.prepare(change(many, few)).commit();
                    if (i == WARM_UP) {
                        files = openFiles();
                        threads = Thread.activeCount();
                    }
                }
                assertEquals(List.of(), hammer.failures());
            }
            // Clients of the load come and go; a leak would be one for each reload.
            assertTrue(openFiles() < files + RELOADS / 4, files + " files, then " + openFiles());
            assertTrue(Thread.activeCount() <= threads + 2, threads + " threads, then " + Thread.activeCount());
        }
    }
}
