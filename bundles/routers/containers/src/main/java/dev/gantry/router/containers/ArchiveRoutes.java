package dev.gantry.router.containers;

import dev.gantry.api.archive.ArchiveReader;
import dev.gantry.api.archive.ContainerFiles;
import dev.gantry.api.error.EngineException;
import dev.gantry.api.http.Exchange;
import dev.gantry.api.http.Route;
import dev.gantry.api.lease.Lease;
import dev.gantry.api.types.PathStat;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/// Files into and out of containers.
final class ArchiveRoutes {
    private static final String TAR = "application/x-tar";

    private final ContainerServices services;

    ArchiveRoutes(ContainerServices services) {
        this.services = services;
    }

    List<Route> routes() {
        return List.of(
                Route.head("/containers/{name:.*}/archive", this::stat),
                Route.get("/containers/{name:.*}/archive", this::read),
                Route.put("/containers/{name:.*}/archive", this::write),
                Route.get("/containers/{name:.*}/export", this::export));
    }

    private static String path(Exchange exchange) {
        String path = exchange.query("path");
        if (path.isEmpty()) {
            throw EngineException.invalidParameter("bad parameter: 'path' cannot be empty");
        }
        return path;
    }

    private void stat(Exchange exchange) throws IOException {
        String name = ContainerServices.name(exchange);
        String path = path(exchange);
        tell(exchange, services.files.call(files -> files.stat(name, path)));
        exchange.respondEmpty(200);
    }

    private void tell(Exchange exchange, PathStat stat) {
        byte[] json = services.json.<byte[]>call(codec -> codec.write(stat));
        exchange.setHeader("X-Docker-Container-Path-Stat", Base64.getEncoder().encodeToString(json));
    }

    private void read(Exchange exchange) throws IOException {
        String name = ContainerServices.name(exchange);
        String path = path(exchange);
        try (ArchiveReader archive = services.files.call(files -> files.read(name, path))) {
            tell(exchange, archive.stat());
            String encoding = encoding(exchange);
            if (encoding != null) {
                exchange.setHeader("Content-Encoding", encoding);
            }
            OutputStream out = new LargeWrites(exchange.startStream(200, TAR));
            OutputStream encoded = encoding == null
                    ? out
                    : encoding.equals("gzip") ? new GZIPOutputStream(out, 32 * 1024) : new DeflaterOutputStream(out);
            archive.writeTo(encoded);
            encoded.close();
        }
    }

    /// Compressing pays over a network, not within the machine.
    private static @Nullable String encoding(Exchange exchange) {
        String accepted = exchange.header("Accept-Encoding");
        if (accepted == null || exchange.peer().uid() >= 0) {
            return null;
        }
        String lower = accepted.toLowerCase(Locale.ROOT);
        if (lower.contains("gzip")) {
            return "gzip";
        }
        return lower.contains("deflate") ? "deflate" : null;
    }

    private void write(Exchange exchange) throws IOException {
        String name = ContainerServices.name(exchange);
        String path = path(exchange);
        try (Lease<ContainerFiles> files = services.files.acquire()) {
            files.service()
                    .write(
                            name,
                            path,
                            exchange.queryBoolean("noOverwriteDirNonDir"),
                            exchange.queryBoolean("copyUIDGID"),
                            exchange.body());
        }
        exchange.respondEmpty(200);
    }

    private void export(Exchange exchange) throws IOException {
        String name = ContainerServices.name(exchange);
        try (ArchiveReader archive = services.files.call(files -> files.export(name))) {
            try (OutputStream out = new LargeWrites(exchange.startStream(200, "application/octet-stream"))) {
                archive.writeTo(out);
            }
        }
    }
}
