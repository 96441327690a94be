package dev.gantry.http;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;

/// Clients that ask over and over, half of them on kept connections, half on new ones.
final class Hammer implements AutoCloseable {
    private final AtomicBoolean stop = new AtomicBoolean();
    private final int clients;
    private int waiting;
    private int done;
    private final ConcurrentLinkedQueue<String> failures = new ConcurrentLinkedQueue<>();
    private final List<Thread> threads;

    Hammer(TestServer server, String path, int clients) {
        this.clients = clients;
        threads = java.util.stream.IntStream.range(0, clients)
                .mapToObj(i -> Thread.ofPlatform().start(() -> run(server, path, i % 2 == 0)))
                .toList();
    }

    private void run(TestServer server, String path, boolean keep) {
        while (!stop.get()) {
            try (RawClient client = server.connect()) {
                do {
                    client.request("GET " + path);
                    asked();
                    String answer = client.until("\r\n\r\nOK");
                    if (!answer.startsWith("HTTP/1.1 200 OK")
                            || (path.equals("/swapped") && !answer.contains("Stamp: yes"))) {
                        failures.add(answer);
                    }
                    answered();
                } while (keep && !stop.get());
            } catch (IOException e) {
                failures.add(e.toString());
                answered();
            }
        }
    }

    private synchronized void asked() {
        waiting++;
        notifyAll();
    }

    private synchronized void answered() {
        waiting--;
        done++;
        notifyAll();
    }

    /// Until so many more are answered.
    synchronized void awaitRequests(int count) throws InterruptedException {
        int from = done;
        while (done < from + count) {
            wait();
        }
    }

    /// Until every client waits for an answer, which nobody gives.
    synchronized void awaitAllWaiting() throws InterruptedException {
        while (waiting < clients) {
            wait();
        }
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
