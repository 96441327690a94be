package dev.gantry.http;

import dev.gantry.api.error.EngineException;
import dev.gantry.api.error.ErrorKind;
import java.nio.charset.StandardCharsets;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The one place where a failure becomes a status and `{"message": …}`.
final class FailureAnswers {
    private static final Logger LOG = LoggerFactory.getLogger(FailureAnswers.class);

    void answer(RequestExchange exchange, Throwable failure) {
        if (failure instanceof ClientGone) {
            LOG.debug("{} {}: {}", exchange.method(), exchange.path(), failure.getMessage());
            exchange.answer().abort();
            return;
        }
        int status = status(failure);
        String message = message(failure);
        if (status >= 500) {
            Throwable shown = failure instanceof EngineException engine ? engine.getCause() : failure;
            LOG.error("Handler for {} {} returned error: {}", exchange.method(), exchange.path(), message, shown);
        } else {
            LOG.debug("{} {} returned {}: {}", exchange.method(), exchange.path(), status, message);
        }
        if (exchange.isCommitted()) {
            exchange.answer().abort();
        } else {
            byte[] body = ("{\"message\":" + Escapes.json(message) + "}\n").getBytes(StandardCharsets.UTF_8);
            exchange.answer().whole(status, "application/json", body, false);
        }
    }

    private static String message(Throwable failure) {
        String message = failure.getMessage();
        return message == null || message.isEmpty() ? failure.getClass().getSimpleName() : message;
    }

    static int status(Throwable failure) {
        return failure instanceof EngineException engine ? status(engine.kind()) : 500;
    }

    private static int status(ErrorKind kind) {
        return switch (kind) {
            case NOT_FOUND -> 404;
            case INVALID_PARAMETER -> 400;
            case CONFLICT -> 409;
            case UNAUTHORIZED -> 401;
            case FORBIDDEN -> 403;
            case NOT_MODIFIED -> 304;
            case UNAVAILABLE -> 503;
            case NOT_IMPLEMENTED -> 501;
            case SYSTEM -> 500;
        };
    }
}
