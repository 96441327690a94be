package dev.gantry.itests.wiring;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/// Clients that ask over and over, half of them on kept connections, half on a new one each time.
final class LoadClients implements AutoCloseable {
    private final Path socket;
    private final List<String> paths;
    private final AtomicBoolean stop = new AtomicBoolean();
    private final AtomicInteger answered = new AtomicInteger();
    private final AtomicLong longestNanos = new AtomicLong();
    private final ConcurrentLinkedQueue<String> failures = new ConcurrentLinkedQueue<>();
    private final List<Thread> threads = new ArrayList<>();

    LoadClients(Path socket, int clients, List<String> paths) {
        this.socket = socket;
        this.paths = paths;
        for (int i = 0; i < clients; i++) {
            boolean keeps = i % 2 == 0;
            threads.add(Thread.ofPlatform().start(() -> run(keeps)));
        }
    }

    private void run(boolean keeps) {
        int turn = 0;
        while (!stop.get()) {
            try (SocketChannel connection = SocketChannel.open(StandardProtocolFamily.UNIX)) {
                long begun = System.nanoTime();
                connection.connect(UnixDomainSocketAddress.of(socket));
                do {
                    ask(connection, paths.get(turn++ % paths.size()));
                    longestNanos.accumulateAndGet(System.nanoTime() - begun, Math::max);
                    begun = System.nanoTime();
                } while (keeps && !stop.get());
            } catch (IOException e) {
                failures.add((keeps ? "kept: " : "new: ") + e);
                count();
            }
        }
    }

    private void ask(SocketChannel connection, String path) throws IOException {
        connection.write(
                ByteBuffer.wrap(("GET " + path + " HTTP/1.1\r\nHost: x\r\n\r\n").getBytes(StandardCharsets.US_ASCII)));
        String answer = answer(connection);
        if (!answer.startsWith("HTTP/1.1 200 OK\r\n") || !answer.contains("Api-Version: 1.51\r\n")) {
            failures.add(answer);
        }
        count();
    }

    private void count() {
        synchronized (answered) {
            answered.incrementAndGet();
            answered.notifyAll();
        }
    }

    private static String answer(SocketChannel connection) throws IOException {
        ByteArrayOutputStream heard = new ByteArrayOutputStream();
        ByteBuffer buffer = ByteBuffer.allocate(16 * 1024);
        while (true) {
            int count = connection.read(buffer.clear());
            if (count < 0) {
                throw new IOException("connection closed after '" + heard + "'");
            }
            heard.write(buffer.array(), 0, count);
            String text = heard.toString(StandardCharsets.ISO_8859_1);
            int body = text.indexOf("\r\n\r\n") + 4;
            if (body >= 4 && text.length() >= body + contentLength(text)) {
                return text;
            }
        }
    }

    private static int contentLength(String head) {
        int at = head.indexOf("Content-Length: ") + "Content-Length: ".length();
        return Integer.parseInt(head.substring(at, head.indexOf("\r\n", at)));
    }

    void awaitAnswers(int more) throws InterruptedException {
        int from = answered.get();
        synchronized (answered) {
            while (answered.get() < from + more) {
                answered.wait();
            }
        }
    }

    int answered() {
        return answered.get();
    }

    long longestMillis() {
        return longestNanos.get() / 1_000_000;
    }

    List<String> failures() {
        return List.copyOf(failures);
    }

    @Override
    public void close() throws InterruptedException {
        stop.set(true);
        for (Thread thread : threads) {
            thread.join();
        }
    }
}
