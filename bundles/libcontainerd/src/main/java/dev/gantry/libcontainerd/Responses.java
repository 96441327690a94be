package dev.gantry.libcontainerd;

import dev.gantry.api.error.EngineException;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.Status;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;

/// The receiving end of a stream, for one reading thread. Holds no more than was requested of the call.
final class Responses<R> extends ClientCall.Listener<R> {
    private record Closed(Status status) {}

    private final LinkedBlockingQueue<Object> queue = new LinkedBlockingQueue<>();
    private @Nullable Status end;

    @Override
    public void onMessage(R message) {
        queue.add(message);
    }

    @Override
    public void onClose(Status status, Metadata trailers) {
        queue.add(new Closed(status));
    }

    /// The next message; null when the stream has ended well.
    ///
    /// @throws EngineException when it has ended otherwise
    @Nullable R take() {
        Status known = end;
        if (known == null) {
            Object next = next();
            if (!(next instanceof Closed closed)) {
                @SuppressWarnings("unchecked")
                R message = (R) next;
                return message;
            }
            known = closed.status();
            end = known;
        }
        if (known.isOk()) {
            return null;
        }
        throw Failures.of(known.asRuntimeException());
    }

    private Object next() {
        try {
            return queue.take();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw EngineException.unavailable("cancelled while waiting for containerd", e);
        }
    }
}
