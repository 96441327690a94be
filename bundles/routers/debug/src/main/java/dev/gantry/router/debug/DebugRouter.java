package dev.gantry.router.debug;

import dev.gantry.api.error.EngineException;
import dev.gantry.api.http.Exchange;
import dev.gantry.api.http.Route;
import dev.gantry.api.http.Router;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;

/// `/debug/vars` and `/debug/pprof/…`: under the paths that operators know, what a JVM has. What is costly is done for one client at
/// a time.
@Component(
        immediate = true,
        service = Router.class,
        configurationPid = "dev.gantry.system",
        configurationPolicy = ConfigurationPolicy.OPTIONAL)
public final class DebugRouter implements Router {
    private static final String INDEX = """
            <html><head><title>/debug/pprof/</title></head><body>
            <p>What can be had of this daemon:</p>
            <ul>
            <li><a href="cmdline">cmdline</a>: the arguments of the process</li>
            <li><a href="goroutine">goroutine</a>: all threads, virtual ones too, with their stacks</li>
            <li><a href="heap">heap</a>: histogram of the heap; gc=1 collects garbage first</li>
            <li><a href="allocs">allocs</a>: what each platform thread has allocated</li>
            <li><a href="block">block</a>, <a href="mutex">mutex</a>: who waits for whom</li>
            <li><a href="threadcreate">threadcreate</a>: how many threads there are and were</li>
            <li><a href="profile">profile</a>: flight recording with samples of all stacks; seconds=30</li>
            <li><a href="trace">trace</a>: flight recording without them; seconds=1</li>
            </ul></body></html>
            """;

    private final Semaphore costly = new Semaphore(1);
    private final Path scratch;

    /// @param settings `exec-root`: where dumps stand until they are sent
    @Activate
    public DebugRouter(Map<String, Object> settings) {
        scratch = Path.of(
                settings.get("exec-root") instanceof String root ? root : System.getProperty("java.io.tmpdir", "/tmp"));
    }

    @Override
    public List<Route> routes() {
        return List.of(
                Route.get("/debug/vars", exchange -> exchange.respondJson(200, new Variables().read())),
                Route.get("/debug/pprof/", exchange -> text(exchange, "text/html; charset=utf-8", INDEX)),
                Route.get("/debug/pprof/cmdline", exchange -> plain(exchange, String.join("\0", CommandLine.masked()))),
                Route.get("/debug/pprof/symbol", exchange -> plain(exchange, "num_symbols: 0\n")),
                Route.get("/debug/pprof/profile", exchange -> record(exchange, "profile", 30)),
                Route.get("/debug/pprof/trace", exchange -> record(exchange, "default", 1)),
                Route.get("/debug/pprof/{name}", this::named));
    }

    private void named(Exchange exchange) throws Exception {
        switch (exchange.pathParam("name")) {
            case "goroutine" -> alone(() -> new ThreadDump(scratch).send(exchange));
            case "heap" -> alone(() -> plain(exchange, Heap.histogram(exchange.queryBoolean("gc"))));
            case "allocs" -> plain(exchange, Threads.allocations());
            case "block", "mutex" -> plain(exchange, Threads.contention());
            case "threadcreate" -> plain(exchange, Threads.counts());
            default -> throw EngineException.notFound("Unknown profile");
        }
    }

    private void record(Exchange exchange, String settings, int seconds) throws Exception {
        int wanted = Recordings.seconds(exchange.query("seconds"), seconds);
        alone(() -> new Recordings(scratch).send(exchange, settings, wanted));
    }

    /// Something that may block or fail.
    @FunctionalInterface
    private interface Costly {
        void run() throws Exception;
    }

    private void alone(Costly work) throws Exception {
        if (!costly.tryAcquire()) {
            throw EngineException.conflict("another profile is being taken");
        }
        try {
            work.run();
        } finally {
            costly.release();
        }
    }

    private static void plain(Exchange exchange, String text) throws IOException {
        text(exchange, "text/plain; charset=utf-8", text);
    }

    private static void text(Exchange exchange, String type, String text) throws IOException {
        exchange.setHeader("X-Content-Type-Options", "nosniff");
        exchange.respondBytes(200, type, text.getBytes(StandardCharsets.UTF_8));
    }
}
