package dev.gantry.router.images;

import dev.gantry.api.error.EngineException;
import dev.gantry.api.http.Exchange;
import dev.gantry.api.http.Route;
import dev.gantry.api.image.Images;
import dev.gantry.api.image.ImportRequest;
import dev.gantry.api.image.PullRequest;
import dev.gantry.api.image.PushRequest;
import dev.gantry.api.image.Reference;
import dev.gantry.api.json.JsonCodec;
import dev.gantry.api.lease.Lease;
import dev.gantry.api.lease.ServiceSlot;
import dev.gantry.api.types.Platform;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Images on their way: pull, import, push, save, load.
final class TransferRoutes {
    private final ServiceSlot<Images> images;
    private final JsonCodec json;
    private final RequestParts parts;

    TransferRoutes(ServiceSlot<Images> images, JsonCodec json) {
        this.images = images;
        this.json = json;
        this.parts = new RequestParts(json);
    }

    List<Route> routes() {
        return List.of(
                Route.post("/images/create", this::create),
                Route.post("/images/{name:.*}/push", this::push),
                Route.get("/images/get", exchange -> save(exchange, exchange.queryAll("names"))),
                Route.get("/images/{name:.*}/get", exchange -> save(exchange, List.of(exchange.pathParam("name")))),
                Route.post("/images/load", this::load));
    }

    private void create(Exchange exchange) throws IOException {
        Platform platform = parts.platform(exchange, 32);
        if (exchange.query("fromImage").isEmpty()) {
            importImage(exchange, platform);
            return;
        }
        Reference reference = parts.reference(exchange.query("fromImage"), exchange.query("tag"));
        PullRequest request = new PullRequest(reference, platform, parts.credentials(exchange), parts.meta(exchange));
        ProgressStream.answer(exchange, json, progress -> {
            try (Lease<Images> lease = images.acquire()) {
                lease.service().pull(request, progress);
            }
        });
    }

    private void importImage(Exchange exchange, @Nullable Platform platform) throws IOException {
        String from = exchange.query("fromSrc");
        URI address = from.equals("-") ? null : address(from);
        String repository = exchange.query("repo");
        Reference target = repository.isEmpty()
                ? null
                : parts.reference(repository, exchange.query("tag")).orLatest();
        if (target != null && target.digest() != null) {
            throw EngineException.invalidParameter("cannot import digest reference");
        }
        InputStream source = address == null ? exchange.body() : null;
        ImportRequest request = new ImportRequest(
                source, address, target, exchange.query("message"), exchange.queryAll("changes"), platform);
        ProgressStream.answer(exchange, json, progress -> {
            try (Lease<Images> lease = images.acquire()) {
                progress.status(lease.service().importImage(request, progress));
            }
        });
    }

    private static URI address(String written) {
        try {
            return new URI(written.contains("://") ? written : "http://" + written);
        } catch (URISyntaxException e) {
            throw EngineException.invalidParameter("parse \"" + written + "\": " + e.getReason(), e);
        }
    }

    private void push(Exchange exchange) throws IOException {
        Reference reference = parts.reference(exchange.pathParam("name"), exchange.query("tag"));
        Platform platform = parts.platform(exchange, 46);
        PushRequest request = new PushRequest(reference, platform, parts.credentials(exchange), parts.meta(exchange));
        ProgressStream.answer(exchange, json, progress -> {
            try (Lease<Images> lease = images.acquire()) {
                lease.service().push(request, progress);
            }
        });
    }

    private void save(Exchange exchange, List<String> names) throws IOException {
        Platform platform = parts.platform(exchange, 48);
        Thread here = Thread.currentThread();
        exchange.onClientGone(here::interrupt);
        try (Lease<Images> lease = images.acquire()) {
            lease.service().checkSave(names, platform);
            try (OutputStream out = exchange.startStream(200, "application/x-tar")) {
                lease.service().save(names, platform, out);
            }
        }
    }

    private void load(Exchange exchange) throws IOException {
        Platform platform = parts.platform(exchange, 48);
        boolean quiet = exchange.queryBoolean("quiet", true);
        ProgressStream.answerAtOnce(exchange, json, progress -> {
            try (Lease<Images> lease = images.acquire()) {
                lease.service().load(exchange.body(), platform, quiet, progress);
            }
        });
    }
}
