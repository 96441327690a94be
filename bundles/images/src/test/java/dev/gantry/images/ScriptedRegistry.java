package dev.gantry.images;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.gantry.api.image.Platforms;
import dev.gantry.images.store.Digests;
import dev.gantry.images.store.MediaTypes;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;

/// A registry on loopback with one image, `a/b:1`, whose blobs go wrong the way a test says.
final class ScriptedRegistry implements AutoCloseable {
    /// Answers for one blob.
    @FunctionalInterface
    interface Script {
        void answer(HttpExchange exchange, byte[] blob) throws IOException;
    }

    final List<String> seen = new CopyOnWriteArrayList<>();
    volatile CountDownLatch hanging = new CountDownLatch(1);
    private volatile CountDownLatch over = new CountDownLatch(1);
    private final Map<String, byte[]> blobs = new ConcurrentHashMap<>();
    private final Map<String, Script> scripts = new ConcurrentHashMap<>();
    private final HttpServer server;
    private byte[] manifest = {};

    ScriptedRegistry() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 16);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::handle);
        server.start();
    }

    /// Forgets image, scripts and requests; what hung goes on. The address stays, so that the registry client need not find out
    /// again how it wants to be spoken to.
    void reset() {
        over.countDown();
        over = new CountDownLatch(1);
        hanging = new CountDownLatch(1);
        scripts.clear();
        blobs.clear();
        seen.clear();
    }

    String host() {
        return "127.0.0.1:" + server.getAddress().getPort();
    }

    String name() {
        return host() + "/a/b:1";
    }

    /// The image is made of these layers.
    ScriptedRegistry image(String architecture, byte[]... layers) {
        List<String> diffIds = new ArrayList<>();
        List<String> descriptors = new ArrayList<>();
        for (byte[] layer : layers) {
            diffIds.add("\"" + Digests.of(layer) + "\"");
            descriptors.add(descriptor(MediaTypes.OCI_LAYER, layer));
        }
        byte[] config = ("{\"architecture\":\"" + architecture
                        + "\",\"os\":\"linux\",\"config\":{},\"rootfs\":{\"type\":" + "\"layers\",\"diff_ids\":["
                        + String.join(",", diffIds) + "]}}")
                .getBytes(StandardCharsets.UTF_8);
        manifest = ("{\"schemaVersion\":2,\"mediaType\":\"" + MediaTypes.OCI_MANIFEST + "\",\"config\":"
                        + descriptor(MediaTypes.OCI_CONFIG, config) + ",\"layers\":[" + String.join(",", descriptors)
                        + "]}")
                .getBytes(StandardCharsets.UTF_8);
        return this;
    }

    ScriptedRegistry image(byte[]... layers) {
        return image(Platforms.host().architecture(), layers);
    }

    private String descriptor(String type, byte[] blob) {
        blobs.put(Digests.of(blob), blob);
        return "{\"mediaType\":\"" + type + "\",\"digest\":\"" + Digests.of(blob) + "\",\"size\":" + blob.length + "}";
    }

    ScriptedRegistry on(byte[] blob, Script script) {
        scripts.put(Digests.of(blob), script);
        return this;
    }

    /// Sends half and says no more until the test is over.
    void hang(HttpExchange exchange, byte[] blob) throws IOException {
        exchange.sendResponseHeaders(200, blob.length);
        exchange.getResponseBody().write(blob, 0, blob.length / 2);
        exchange.getResponseBody().flush();
        CountDownLatch end = over;
        hanging.countDown();
        try {
            end.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getPath();
            seen.add(exchange.getRequestMethod() + " " + path);
            String last = path.substring(path.lastIndexOf('/') + 1);
            if (path.contains("/manifests/")) {
                exchange.getResponseHeaders().set("Content-Type", MediaTypes.OCI_MANIFEST);
                exchange.getResponseHeaders().set("Docker-Content-Digest", Digests.of(manifest));
                whole(exchange, manifest);
            } else if (blobs.containsKey(last)) {
                scripts.getOrDefault(last, ScriptedRegistry::whole).answer(exchange, blobs.get(last));
            } else {
                whole(exchange, "{}".getBytes(StandardCharsets.UTF_8));
            }
        }
    }

    /// All of it, as a good registry does.
    static void whole(HttpExchange exchange, byte[] bytes) throws IOException {
        boolean head = exchange.getRequestMethod().equals("HEAD");
        if (head) {
            exchange.getResponseHeaders().set("Content-Length", Integer.toString(bytes.length));
        }
        exchange.sendResponseHeaders(200, head ? -1 : bytes.length);
        if (!head) {
            exchange.getResponseBody().write(bytes);
        }
    }

    long asked(byte[] blob) {
        return seen.stream().filter(line -> line.endsWith(Digests.of(blob))).count();
    }

    @Override
    public void close() {
        over.countDown();
        server.stop(0);
    }
}
