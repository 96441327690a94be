package dev.gantry.router.exec;

import dev.gantry.api.error.EngineException;
import dev.gantry.api.exec.ExecSession;
import dev.gantry.api.exec.Execs;
import dev.gantry.api.http.Exchange;
import dev.gantry.api.http.Hijacked;
import dev.gantry.api.http.Route;
import dev.gantry.api.http.Router;
import dev.gantry.api.lease.ServiceSlot;
import dev.gantry.api.types.ExecCreateRequest;
import dev.gantry.api.types.ExecStartRequest;
import dev.gantry.api.types.IdResponse;
import java.io.IOException;
import java.util.List;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/// Further processes in containers: `/containers/{name}/exec` and `/exec`. What it calls may be swapped under it.
@Component(immediate = true)
public final class ExecRouter implements Router {
    private static final String RAW = "application/vnd.docker.raw-stream";
    private static final String MULTIPLEXED = "application/vnd.docker.multiplexed-stream";

    private final ServiceSlot<Execs> execs = new ServiceSlot<>("the exec service");

    /// Needs nothing: the service is found when a request comes.
    @Activate
    public ExecRouter() {}

    @Override
    public List<Route> routes() {
        return List.of(
                Route.post("/containers/{name:.*}/exec", this::create),
                Route.post("/exec/{name:.*}/start", this::start),
                Route.post("/exec/{name:.*}/resize", this::resize),
                Route.get("/exec/{name:.*}/json", this::inspect));
    }

    private void create(Exchange exchange) throws IOException {
        ExecCreateRequest body = exchange.readJson(ExecCreateRequest.class);
        if (body == null || body.Cmd() == null || body.Cmd().isEmpty()) {
            throw EngineException.invalidParameter("No exec command specified");
        }
        String container = exchange.pathParam("name");
        ExecCreateRequest request = exchange.apiVersion().isBefore(42) ? withoutConsoleSize(body) : body;
        exchange.respondJson(201, new IdResponse(execs.call(service -> service.create(container, request))));
    }

    private static ExecCreateRequest withoutConsoleSize(ExecCreateRequest body) {
        return new ExecCreateRequest(
                body.User(),
                body.Privileged(),
                body.Tty(),
                null,
                body.AttachStdin(),
                body.AttachStderr(),
                body.AttachStdout(),
                body.Detach(),
                body.DetachKeys(),
                body.Env(),
                body.WorkingDir(),
                body.Cmd());
    }

    private void start(Exchange exchange) throws IOException {
        ExecStartRequest request = startRequest(exchange);
        String id = exchange.pathParam("name");
        if (request.Detach()) {
            execs.run(service -> service.startDetached(id, request));
            exchange.respondEmpty(200);
            return;
        }
        try (ExecSession session = execs.call(service -> service.startAttached(id, request))) {
            boolean framed = !session.tty() && exchange.apiVersion().isAtLeast(42);
            try (Hijacked raw = exchange.hijack(framed ? MULTIPLEXED : RAW)) {
                session.run(raw.input(), raw.output());
            }
        }
    }

    private static ExecStartRequest startRequest(Exchange exchange) throws IOException {
        ExecStartRequest body = exchange.readJson(ExecStartRequest.class);
        if (body == null) {
            return new ExecStartRequest(false, false, null);
        }
        List<Integer> size = body.ConsoleSize();
        if (size == null || exchange.apiVersion().isBefore(42)) {
            return new ExecStartRequest(body.Detach(), body.Tty(), null);
        }
        if (size.size() != 2) {
            throw EngineException.invalidParameter("console size must be height and width");
        }
        boolean none = size.get(0) == 0 && size.get(1) == 0;
        if (!none && !body.Tty()) {
            throw EngineException.invalidParameter("console size is only supported with a terminal");
        }
        return new ExecStartRequest(body.Detach(), body.Tty(), none ? null : size);
    }

    private void resize(Exchange exchange) throws IOException {
        int height = dimension(exchange, "h", "height");
        int width = dimension(exchange, "w", "width");
        String id = exchange.pathParam("name");
        execs.run(service -> service.resize(id, height, width));
        exchange.respondEmpty(200);
    }

    private static int dimension(Exchange exchange, String parameter, String what) {
        String text = exchange.query(parameter);
        try {
            return Integer.parseUnsignedInt(text);
        } catch (NumberFormatException e) {
            throw EngineException.invalidParameter("invalid resize " + what + " \"" + text + "\": invalid syntax", e);
        }
    }

    private void inspect(Exchange exchange) throws IOException {
        String id = exchange.pathParam("name");
        exchange.respondJson(200, execs.call(service -> service.inspect(id)));
    }

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindExecs(Execs service) {
        execs.bind(service);
    }

    void unbindExecs(Execs service) {
        execs.unbind(service);
    }
}
