package dev.gantry.router.containers;

import dev.gantry.api.container.WaitCondition;
import dev.gantry.api.error.EngineException;
import dev.gantry.api.error.ErrorKind;
import dev.gantry.api.http.Exchange;
import dev.gantry.api.http.Handler;
import dev.gantry.api.types.ContainerWaitResponse;
import dev.gantry.api.types.WaitError;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Waits for a container. The head of the answer is sent before: clients begin to wait, see that, and only then start the container.
final class WaitRoute implements Handler {
    private final ContainerServices services;
    private final Successors successors = new Successors();

    WaitRoute(ContainerServices services) {
        this.services = services;
    }

    @Override
    public void handle(Exchange exchange) throws IOException, InterruptedException {
        boolean early = exchange.apiVersion().isAtLeast(30);
        WaitCondition condition = early ? WaitCondition.parse(exchange.query("condition")) : WaitCondition.NOT_RUNNING;
        String name = ContainerServices.name(exchange);
        Instant began = Instant.now();
        // By its id from here on: another container may have the name by the time that somebody asks again.
        String id = services.containers.call(c -> c.lookup(name)).id();
        CompletableFuture<ContainerWaitResponse> first = services.containers.call(c -> c.wait(id, condition, null));
        Supplier<CompletableFuture<ContainerWaitResponse>> again =
                () -> services.containers.call(c -> c.wait(id, condition, began));
        if (!early) {
            ContainerWaitResponse end = await(exchange, again, first);
            if (end != null) {
                exchange.respondJson(200, end);
            }
            return;
        }
        try (OutputStream out = exchange.startStream(200, "application/json")) {
            ContainerWaitResponse end = await(exchange, again, first);
            if (end != null) {
                out.write(services.line(end));
            }
        }
    }

    /// Null when the client has gone.
    private @Nullable ContainerWaitResponse await(
            Exchange exchange,
            Supplier<CompletableFuture<ContainerWaitResponse>> again,
            CompletableFuture<ContainerWaitResponse> first)
            throws InterruptedException {
        CompletableFuture<ContainerWaitResponse> waited = first;
        while (true) {
            CompletableFuture<ContainerWaitResponse> current = waited;
            exchange.onClientGone(() -> current.cancel(false));
            try {
                return current.get();
            } catch (CancellationException e) {
                return null;
            } catch (ExecutionException e) {
                Throwable cause = e.getCause();
                if (!(cause instanceof EngineException failure) || failure.kind() != ErrorKind.UNAVAILABLE) {
                    return failed(cause == null ? null : cause.getMessage());
                }
            }
            try {
                // The engine is being updated; its successor knows the container.
                waited = successors.ask(again, () -> true);
            } catch (EngineException e) {
                return failed(e.getMessage());
            }
        }
    }

    private static ContainerWaitResponse failed(@Nullable String message) {
        return new ContainerWaitResponse(-1, new WaitError(message == null ? "" : message));
    }
}
