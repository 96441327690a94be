package dev.gantry.registry;

import dev.gantry.api.error.EngineException;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// The requests and bodies under way in one conversation: bounded in time, and all ended by [#close].
final class Calls implements AutoCloseable {
    private final Duration stall;
    private final String agent;
    private final Set<CompletableFuture<?>> requests = ConcurrentHashMap.newKeySet();
    private final Set<GuardedBody> bodies = ConcurrentHashMap.newKeySet();
    private final CountDownLatch closed = new CountDownLatch(1);
    private @Nullable ScheduledExecutorService watch;

    /// @param stall how long a body may stand still
    /// @param agent who asks
    Calls(Duration stall, String agent) {
        this.stall = stall;
        this.agent = agent;
    }

    /// With what every request says of its sender, and what the proxy on its way wants to know.
    private HttpRequest dressed(HttpClient client, HttpRequest request) {
        HttpRequest.Builder dressed =
                HttpRequest.newBuilder(request, (_, _) -> true).setHeader("User-Agent", agent);
        if (client.proxy().orElse(null) instanceof Proxies proxies) {
            proxies.authorization(request.uri()).ifPresent(value -> dressed.setHeader("Proxy-Authorization", value));
        }
        return dressed.build();
    }

    /// Sends a request and waits for the head of its answer. Close the answer's body.
    Answer send(HttpClient client, HttpRequest request) {
        requireOpen();
        CompletableFuture<HttpResponse<InputStream>> future =
                client.sendAsync(dressed(client, request), HttpResponse.BodyHandlers.ofInputStream());
        return await(future, request);
    }

    /// As [#send], for a request with a long body: fails when `sent` stands still for too long instead of by the request's time-out.
    Answer upload(HttpClient client, HttpRequest request, CountedUpload body) {
        requireOpen();
        CompletableFuture<HttpResponse<InputStream>> future =
                client.sendAsync(dressed(client, request), HttpResponse.BodyHandlers.ofInputStream());
        var check = watch().scheduleWithFixedDelay(
                        () -> {
                            if (body.isStalled(stall)) {
                                future.completeExceptionally(new IOException("i/o timeout"));
                                future.cancel(true);
                            }
                        },
                        stall.toMillis() / 4 + 1,
                        stall.toMillis() / 4 + 1,
                        TimeUnit.MILLISECONDS);
        try {
            return await(future, request);
        } finally {
            check.cancel(false);
        }
    }

    private Answer await(CompletableFuture<HttpResponse<InputStream>> future, HttpRequest request) {
        requests.add(future);
        if (isClosed()) {
            future.cancel(true);
        }
        try {
            HttpResponse<InputStream> response = future.get();
            if (response.body() == null) {
                // The tunnel to an https server was refused for the password, by the proxy: such an answer comes
                // without a body.
                throw NetworkFailure.of(
                        request.method(),
                        request.uri(),
                        new IOException(NetworkFailure.TUNNEL + response.statusCode()));
            }
            // The length that an answer to HEAD has is that of a body that does not come.
            long length = request.method().equals("HEAD")
                    ? -1
                    : response.headers().firstValueAsLong("Content-Length").orElse(-1);
            GuardedBody body = guard(response.body(), length);
            return new Answer(request.method(), request.uri(), response.statusCode(), response.headers(), body, false);
        } catch (InterruptedException e) {
            future.cancel(true);
            Thread.currentThread().interrupt();
            throw cancelled();
        } catch (CancellationException e) {
            throw cancelled();
        } catch (ExecutionException e) {
            if (isClosed()) {
                throw cancelled();
            }
            IOException failure = e.getCause() instanceof IOException io ? io : new IOException(e.getCause());
            throw NetworkFailure.of(request.method(), request.uri(), failure);
        } finally {
            requests.remove(future);
        }
    }

    /// Guards the body against standing still, and ends it with the conversation.
    private GuardedBody guard(InputStream body, long length) {
        GuardedBody guarded = new GuardedBody(body, length, bodies::remove);
        bodies.add(guarded);
        if (isClosed()) {
            guarded.cut("context canceled");
        } else {
            watch();
        }
        return guarded;
    }

    /// Waits, unless the conversation or the thread ends before.
    void pause(Duration time) {
        try {
            if (closed.await(time.toMillis(), TimeUnit.MILLISECONDS)) {
                throw cancelled();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw cancelled();
        }
    }

    private synchronized ScheduledExecutorService watch() {
        ScheduledExecutorService present = watch;
        if (present == null) {
            present = Executors.newSingleThreadScheduledExecutor(
                    Thread.ofVirtual().name("registry-watch").factory());
            long period = stall.toMillis() / 4 + 1;
            present.scheduleAtFixedRate(this::cutStalled, period, period, TimeUnit.MILLISECONDS);
            watch = present;
            if (isClosed()) {
                present.shutdownNow();
            }
        }
        return present;
    }

    private void cutStalled() {
        for (GuardedBody body : bodies) {
            if (body.isStalled(stall)) {
                body.cut("i/o timeout");
            }
        }
    }

    private boolean isClosed() {
        return closed.getCount() == 0;
    }

    private void requireOpen() {
        if (isClosed()) {
            throw cancelled();
        }
    }

    static EngineException cancelled() {
        return EngineException.unavailable("context canceled");
    }

    @Override
    public void close() {
        closed.countDown();
        requests.forEach(request -> request.cancel(true));
        bodies.forEach(body -> body.cut("context canceled"));
        synchronized (this) {
            if (watch != null) {
                watch.shutdownNow();
            }
        }
    }
}
