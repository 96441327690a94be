package dev.gantry.router.containers;

import dev.gantry.api.container.Containers;
import dev.gantry.api.container.RunningContainer;
import dev.gantry.api.error.EngineException;
import dev.gantry.api.error.ErrorKind;
import dev.gantry.api.http.Exchange;
import dev.gantry.api.http.Hijacked;
import dev.gantry.api.http.Route;
import dev.gantry.api.lease.Lease;
import dev.gantry.api.logging.AttachRequest;
import dev.gantry.api.logging.Attachment;
import dev.gantry.api.logging.LastingAttachment;
import dev.gantry.api.logging.LogQuery;
import dev.gantry.api.logging.LogSource;
import dev.gantry.api.logging.LogStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Attaching to a container, over a hijacked connection or a web socket.
final class AttachRoutes {
    private final ContainerServices services;

    AttachRoutes(ContainerServices services) {
        this.services = services;
    }

    List<Route> routes() {
        return List.of(
                Route.post("/containers/{name:.*}/attach", this::attach),
                Route.get("/containers/{name:.*}/attach/ws", this::attachByWebSocket));
    }

    /// What a client wants and what there is for it, found before the connection is taken over.
    ///
    /// @param log what was written before; null when it is not wanted
    /// @param attachment what will be written; null when it is not wanted
    private record Opened(
            boolean tty,
            AttachRequest request,
            @Nullable LogStream log,
            @Nullable Attachment attachment) implements AutoCloseable {
        @Override
        public void close() {
            if (log != null) {
                log.close();
            }
            if (attachment != null) {
                attachment.close();
            }
        }
    }

    private void attach(Exchange exchange) throws IOException, InterruptedException {
        String name = ContainerServices.name(exchange);
        Opened opened;
        try {
            opened = open(exchange, name, request(exchange, false), exchange.queryBoolean("stream"));
        } catch (EngineException e) {
            refuse(exchange, e);
            return;
        }
        try (opened;
                Hijacked raw = exchange.hijack(RawStreams.contentType(exchange.apiVersion(), !opened.tty))) {
            raw.onClose(opened::close);
            carry(opened, raw.input(), raw.output(), !opened.tty);
        }
    }

    private static AttachRequest request(Exchange exchange, boolean all) {
        return new AttachRequest(
                all || exchange.queryBoolean("stdin"),
                all || exchange.queryBoolean("stdout"),
                all || exchange.queryBoolean("stderr"),
                AttachRequest.detachKeys(exchange.query("detachKeys")));
    }

    private Opened open(Exchange exchange, String name, AttachRequest request, boolean stream) {
        try (Lease<Containers> lease = services.containers.acquire()) {
            Containers containers = lease.service();
            RunningContainer container = containers.lookup(name);
            boolean tty = container.config().Tty();
            Attachment attachment = stream ? lasting(containers.attach(name, request)) : null;
            LogStream log = exchange.queryBoolean("logs") ? log(containers, container.id(), request) : null;
            return new Opened(tty, request, log, attachment);
        }
    }

    private Attachment lasting(Attachment first) {
        return new LastingAttachment(first, rest -> services.streams.call(streams -> streams.resume(rest)));
    }

    private LogStream log(Containers containers, String id, AttachRequest request) {
        return new LastingLog(
                containers.logs(id, logQuery(request)),
                rest -> services.containers.call(successor -> successor.logs(id, rest)));
    }

    private static LogQuery logQuery(AttachRequest request) {
        Set<LogSource> sources = EnumSet.noneOf(LogSource.class);
        if (request.stdout()) {
            sources.add(LogSource.STDOUT);
        }
        if (request.stderr()) {
            sources.add(LogSource.STDERR);
        }
        return LogQuery.EVERYTHING.withSources(sources);
    }

    private static void carry(Opened opened, InputStream in, OutputStream out, boolean multiplexed) throws IOException {
        if (opened.log != null) {
            new LogWriter(out, multiplexed, false, false).copy(opened.log);
        }
        if (opened.attachment != null) {
            opened.attachment.transfer(opened.request.stdin() ? in : null, out, multiplexed);
        }
    }

    /// A client that means to take over the connection reads failures as text.
    private static void refuse(Exchange exchange, EngineException failure) throws IOException {
        int status = status(failure.kind());
        exchange.setHeader("Connection", "close");
        exchange.respondBytes(status, RawStreams.RAW, (failure.getMessage() + "\r\n").getBytes(StandardCharsets.UTF_8));
    }

    private static int status(ErrorKind kind) {
        return switch (kind) {
            case NOT_FOUND -> 404;
            case INVALID_PARAMETER -> 400;
            case CONFLICT -> 409;
            case UNAVAILABLE -> 503;
            default -> 500;
        };
    }

    private void attachByWebSocket(Exchange exchange) throws IOException, InterruptedException {
        String key = WebSocket.key(exchange);
        String name = ContainerServices.name(exchange);
        // Before 1.42 the flags were overlooked.
        AttachRequest request = request(exchange, exchange.apiVersion().isBefore(42));
        boolean stream = exchange.apiVersion().isBefore(42) || exchange.queryBoolean("stream");
        Opened opened = open(exchange, name, request, stream);
        try (opened;
                WebSocket socket =
                        WebSocket.accept(exchange, key, exchange.apiVersion().isAtLeast(28))) {
            socket.onClose(opened::close);
            carry(opened, socket.input(), socket.output(), false);
        }
    }
}
