package dev.gantry.itests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A client with TLS keeps its connection while the API server is updated.
@Tag("machine")
class TlsUpdateE2eTest {
    @TempDir
    Path directory;

    private String ask(Writer to, BufferedReader from) throws IOException {
        to.write("GET /_ping HTTP/1.1\r\nHost: x\r\n\r\n");
        to.flush();
        StringBuilder answer = new StringBuilder();
        while (answer.indexOf("\r\n\r\nOK") < 0) {
            int next = from.read();
            if (next < 0) {
                throw new AssertionError("ended after: " + answer);
            }
            answer.append((char) next);
        }
        return answer.toString().toLowerCase(Locale.ROOT);
    }

    @Test
    void aRestingConnectionIsAnsweredOnceMoreAlsoByARouterThatCameAfterTheUpdate() throws Exception {
        String key = directory.resolve("key.pem").toString();
        String certificate = directory.resolve("cert.pem").toString();
        Command.run(
                        "openssl",
                        "req",
                        "-x509",
                        "-newkey",
                        "ec",
                        "-pkeyopt",
                        "ec_paramgen_curve:prime256v1",
                        "-nodes",
                        "-subj",
                        "/CN=127.0.0.1",
                        "-days",
                        "2",
                        "-keyout",
                        key,
                        "-out",
                        certificate)
                .ok();
        try (TestDaemon daemon = TestDaemon.start(
                "-H",
                "tcp://127.0.0.1:2376",
                "--tls",
                "--tlsverify=false",
                "--tlscert",
                certificate,
                "--tlskey",
                key)) {
            Process client = new ProcessBuilder(daemon.network()
                            .inside(List.of("openssl", "s_client", "-quiet", "-connect", "127.0.0.1:2376")))
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            try (Writer to = client.outputWriter();
                    BufferedReader from = client.inputReader()) {
                assertFalse(ask(to, from).contains("connection: close"));
                for (String bundle : List.of("dev.gantry.http", "dev.gantry.router.system", "dev.gantry.json")) {
                    daemon.console("update " + daemon.bundleId(bundle)).ok();
                }
                String last = ask(to, from);
                assertTrue(last.startsWith("http/1.1 200 ok"), last);
                assertTrue(last.contains("connection: close"), last);
                assertEquals(-1, from.read());
            } finally {
                client.destroyForcibly();
            }
        }
    }
}
