package dev.gantry.http;

import dev.gantry.api.error.EngineException;
import dev.gantry.api.json.JsonCodec;
import dev.gantry.api.lease.ServiceSlot;
import java.io.IOException;

/// Brings a request to its route and a failure to the client. Runs on the request's own virtual thread.
final class Dispatcher {
    private final Routes routes;
    private final ServiceSlot<JsonCodec> json;
    private final SwapGate gate;
    private final FailureAnswers failures;

    Dispatcher(Routes routes, ServiceSlot<JsonCodec> json, SwapGate gate) {
        this.routes = routes;
        this.json = json;
        this.gate = gate;
        this.failures = new FailureAnswers();
    }

    ServiceSlot<JsonCodec> json() {
        return json;
    }

    void run(RequestExchange exchange) {
        try {
            dispatch(exchange);
            exchange.answer().complete();
        } catch (Throwable failure) {
            failures.answer(exchange, failure);
        } finally {
            exchange.answer().handlerReturned();
        }
    }

    private void dispatch(RequestExchange exchange) throws Exception {
        RequestTarget target = exchange.parseTarget();
        String canonical = target.canonical();
        if (canonical != null) {
            redirect(exchange, canonical, target.rawQuery());
            return;
        }
        gate.enter();
        Once leave = new Once(gate::leave);
        try {
            route(exchange, target.path(), leave);
        } finally {
            leave.run();
        }
    }

    private void route(RequestExchange exchange, String path, Once leave) throws Exception {
        Routes.Held held = routes.hold(exchange.method(), path);
        if (held == null) {
            throw EngineException.notFound("page not found");
        }
        exchange.routed(held.match().params(), () -> {
            held.release();
            leave.run();
        });
        held.handler().handle(exchange);
    }

    private static void redirect(RequestExchange exchange, String path, String query) throws IOException {
        exchange.setHeader("Location", Escapes.path(path) + (query.isEmpty() ? "" : "?" + query));
        exchange.respondEmpty(301);
    }
}
