package dev.gantry.router.containers;

import dev.gantry.api.container.Containers;
import dev.gantry.api.container.RunningContainer;
import dev.gantry.api.error.EngineException;
import dev.gantry.api.http.Exchange;
import dev.gantry.api.http.Route;
import dev.gantry.api.lease.Lease;
import dev.gantry.api.logging.LogQuery;
import dev.gantry.api.logging.LogSource;
import dev.gantry.api.logging.LogStream;
import dev.gantry.api.stats.StatsReader;
import dev.gantry.api.types.StatsResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/// What a client may follow: logs and statistics.
final class StreamRoutes {
    private final ContainerServices services;

    StreamRoutes(ContainerServices services) {
        this.services = services;
    }

    List<Route> routes() {
        return List.of(
                Route.get("/containers/{name:.*}/logs", this::logs),
                Route.get("/containers/{name:.*}/stats", this::stats));
    }

    private void logs(Exchange exchange) throws IOException {
        Set<LogSource> sources = EnumSet.noneOf(LogSource.class);
        if (exchange.queryBoolean("stdout")) {
            sources.add(LogSource.STDOUT);
        }
        if (exchange.queryBoolean("stderr")) {
            sources.add(LogSource.STDERR);
        }
        if (sources.isEmpty()) {
            throw EngineException.invalidParameter("Bad parameters: you must choose at least one stream");
        }
        String name = ContainerServices.name(exchange);
        LogQuery query = new LogQuery(
                sources,
                tail(exchange.query("tail")),
                LogTimes.parse(exchange.query("since"), LogQuery.UNBOUNDED),
                LogTimes.parse(exchange.query("until"), LogQuery.UNBOUNDED),
                exchange.queryBoolean("follow"),
                null);
        boolean tty;
        String id;
        LogStream first;
        try (Lease<Containers> lease = services.containers.acquire()) {
            RunningContainer container = lease.service().lookup(name);
            id = container.id();
            tty = container.config().Tty();
            first = lease.service().logs(name, query);
        }
        LogStream opened =
                new LastingLog(first, rest -> services.containers.call(containers -> containers.logs(id, rest)));
        exchange.onClientGone(opened::close);
        try (opened) {
            OutputStream out = exchange.startStream(200, RawStreams.contentType(exchange.apiVersion(), !tty));
            new LogWriter(out, !tty, exchange.queryBoolean("timestamps"), exchange.queryBoolean("details"))
                    .copy(opened);
            out.close();
        }
    }

    private static int tail(String text) {
        try {
            return Math.max(LogQuery.ALL, Integer.parseInt(text));
        } catch (NumberFormatException e) {
            return LogQuery.ALL;
        }
    }

    private void stats(Exchange exchange) throws IOException, InterruptedException {
        boolean stream = exchange.queryBoolean("stream", true);
        boolean oneShot = exchange.apiVersion().isAtLeast(41) && exchange.queryBoolean("one-shot");
        if (stream && oneShot) {
            throw EngineException.invalidParameter("cannot have stream=true and one-shot=true");
        }
        String id = services.containers.call(containers ->
                containers.lookup(ContainerServices.name(exchange)).id());
        try (StatsReader reader =
                new LastingStats(() -> services.stats.call(stats -> stats.open(id, stream, oneShot)))) {
            exchange.onClientGone(reader::close);
            if (!stream) {
                exchange.respondJson(200, reader.next());
                return;
            }
            try (OutputStream out = exchange.startStream(200, "application/json")) {
                StatsResponse sample;
                while ((sample = reader.next()) != null) {
                    out.write(services.line(sample));
                }
            }
        }
    }
}
