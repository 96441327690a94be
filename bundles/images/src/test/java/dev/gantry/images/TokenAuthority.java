package dev.gantry.images;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;

/// A token server on loopback that a real docker-registry trusts. It knows one user, `bob` with the password `secret`, and gives
/// those without a password the right to pull.
final class TokenAuthority implements AutoCloseable {
    static final String SERVICE = "test registry";
    private static final String ISSUER = "test issuer";
    private static final String REFRESH = "refresh-bob";
    private static final String PASSWORD = "changeit";

    /// The queries and forms that came.
    final List<String> seen = new CopyOnWriteArrayList<>();

    private final HttpServer server;
    private final Path certificate;
    private final Certificate own;
    private final PrivateKey key;

    TokenAuthority(Path directory) throws Exception {
        Files.createDirectories(directory);
        Path file = directory.resolve("token.p12");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "token",
                        "-keyalg",
                        "RSA",
                        "-dname",
                        "CN=token",
                        "-keystore",
                        file.toString(),
                        "-storepass",
                        PASSWORD)
                .redirectErrorStream(true)
                .start();
        String said = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (keytool.waitFor() != 0) {
            throw new IOException(said);
        }
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            store.load(in, PASSWORD.toCharArray());
        }
        own = store.getCertificate("token");
        key = (PrivateKey) store.getKey("token", PASSWORD.toCharArray());
        certificate = Files.writeString(
                directory.resolve("token.pem"),
                "-----BEGIN CERTIFICATE-----\n" + Base64.getMimeEncoder().encodeToString(own.getEncoded())
                        + "\n-----END CERTIFICATE-----\n");
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 16);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/token", this::handle);
        server.start();
    }

    /// What a registry has to be told to trust these tokens.
    String settings() {
        return "auth: {token: {realm: \"http://127.0.0.1:" + server.getAddress().getPort() + "/token\", service: \""
                + SERVICE + "\", issuer: \"" + ISSUER + "\", rootcertbundle: \"" + certificate + "\"}}";
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            String form = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            String query =
                    form.isEmpty() ? String.valueOf(exchange.getRequestURI().getRawQuery()) : form;
            seen.add(query);
            String authorization = exchange.getRequestHeaders().getFirst("Authorization");
            String right = "Basic " + Base64.getEncoder().encodeToString("bob:secret".getBytes(StandardCharsets.UTF_8));
            boolean bob = right.equals(authorization)
                    || values(query, "refresh_token").contains(REFRESH);
            if (!bob && (authorization != null || !form.isEmpty())) {
                answer(exchange, 401, "{\"details\":\"incorrect username or password\"}");
                return;
            }
            String refresh = values(query, "offline_token").isEmpty() ? "" : ",\"refresh_token\":\"" + REFRESH + "\"";
            answer(
                    exchange,
                    200,
                    "{\"token\":\"" + token(bob, values(query, "scope")) + "\",\"expires_in\":300" + refresh + "}");
        } catch (Exception e) {
            throw new IOException(e);
        }
    }

    private static void answer(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    private static List<String> values(String query, String name) {
        List<String> values = new ArrayList<>();
        for (String pair : query.split("&")) {
            if (pair.startsWith(name + "=")) {
                String value = URLDecoder.decode(pair.substring(name.length() + 1), StandardCharsets.UTF_8);
                values.addAll(List.of(value.split(" ")));
            }
        }
        return values;
    }

    private String token(boolean bob, List<String> scopes) throws Exception {
        List<String> access = new ArrayList<>();
        for (String scope : scopes) {
            String[] parts = scope.split(":");
            if (parts.length == 3) {
                String actions = bob ? "\"" + parts[2].replace(",", "\",\"") + "\"" : "\"pull\"";
                access.add(
                        "{\"type\":\"" + parts[0] + "\",\"name\":\"" + parts[1] + "\",\"actions\":[" + actions + "]}");
            }
        }
        long now = Instant.now().getEpochSecond();
        String head = "{\"typ\":\"JWT\",\"alg\":\"RS256\",\"x5c\":[\""
                + Base64.getEncoder().encodeToString(own.getEncoded()) + "\"]}";
        String claims = "{\"iss\":\"" + ISSUER + "\",\"sub\":\"" + (bob ? "bob" : "") + "\",\"aud\":\"" + SERVICE
                + "\",\"exp\":" + (now + 300) + ",\"nbf\":" + (now - 10) + ",\"iat\":" + now + ",\"jti\":\""
                + UUID.randomUUID() + "\",\"access\":[" + String.join(",", access) + "]}";
        String signed =
                encode(head.getBytes(StandardCharsets.UTF_8)) + "." + encode(claims.getBytes(StandardCharsets.UTF_8));
        Signature signature = Signature.getInstance("SHA256withRSA");
        signature.initSign(key);
        signature.update(signed.getBytes(StandardCharsets.UTF_8));
        return signed + "." + encode(signature.sign());
    }

    private static String encode(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
