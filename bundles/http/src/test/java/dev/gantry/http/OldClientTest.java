package dev.gantry.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.api.http.Route;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Clients of old send the path of the socket as their `Host`.
@Timeout(20)
class OldClientTest {
    private static final Route PING = Route.get("/_ping", TestServer::ok);
    private static final String OLD =
            "GET /_ping HTTP/1.1\r\nHost: /var/run/docker.sock\r\nUser-Agent: Docker-Client/1.9\r\n\r\n";

    @Test
    void isServedOnceOnAUnixSocket() throws IOException {
        try (TestServer server = new TestServer(PING);
                RawClient client = server.connect()) {
            String answer = client.send(OLD).rest();
            assertTrue(answer.startsWith("HTTP/1.1 200 OK"), answer);
            assertTrue(answer.contains("Connection: close") || answer.contains("connection: close"), answer);
            assertTrue(answer.endsWith("OK"), answer);
        }
    }

    @Test
    void onlyTheFirstHeaderLineCounts() throws IOException {
        try (TestServer server = new TestServer(PING);
                RawClient client = server.connect()) {
            String answer = client.send("GET /_ping HTTP/1.1\r\nUser-Agent: x\r\nHost: /var/run/docker.sock\r\n\r\n")
                    .rest();
            assertTrue(answer.startsWith("HTTP/1.1 400 Bad Request"), answer);
        }
    }

    @Test
    void isRefusedOnTcp() throws IOException {
        try (TestServer server = new TestServer(PING)) {
            List<String> addresses = server.server.bind(List.of("unix://" + server.socket, "tcp://any"));
            int port = Integer.parseInt(addresses.getLast().replaceAll(".*:", ""));
            try (Socket client = new Socket("127.0.0.1", port)) {
                client.getOutputStream().write(OLD.getBytes(StandardCharsets.US_ASCII));
                String answer = new String(client.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
                assertTrue(answer.startsWith("HTTP/1.1 400 Bad Request"), answer);
                assertFalse(answer.contains("200"));
                assertEquals(1, answer.split("HTTP/1.1", -1).length - 1);
            }
        }
    }
}
