package dev.gantry.router.images;

import dev.gantry.api.error.EngineException;
import dev.gantry.api.http.Exchange;
import dev.gantry.api.image.ProgressSink;
import dev.gantry.api.json.JsonCodec;
import dev.gantry.api.types.ProgressError;
import dev.gantry.api.types.ProgressMessage;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Answers with a stream of progress. The answer begins with the first message; a failure before it is an ordinary one.
final class ProgressStream implements ProgressSink {
    private final Exchange exchange;
    private final JsonCodec json;
    private @Nullable OutputStream out;

    ProgressStream(Exchange exchange, JsonCodec json) {
        this.exchange = exchange;
        this.json = json;
    }

    /// A transfer that tells how it goes.
    @FunctionalInterface
    interface Transfer {
        void run(ProgressSink progress) throws IOException;
    }

    /// Runs a transfer to its end, or to the client's.
    static void answer(Exchange exchange, JsonCodec json, Transfer transfer) throws IOException {
        new ProgressStream(exchange, json).run(transfer);
    }

    /// As [#answer], but the answer begins at once, so that every failure is told in the stream.
    static void answerAtOnce(Exchange exchange, JsonCodec json, Transfer transfer) throws IOException {
        ProgressStream stream = new ProgressStream(exchange, json);
        stream.out();
        stream.run(transfer);
    }

    private void run(Transfer transfer) throws IOException {
        Thread here = Thread.currentThread();
        exchange.onClientGone(here::interrupt);
        try {
            transfer.run(this);
            out();
        } catch (EngineException e) {
            if (out == null) {
                throw e;
            }
            fail(String.valueOf(e.getMessage()));
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    @Override
    public void report(ProgressMessage message) {
        byte[] object = json.write(message);
        byte[] line = Arrays.copyOf(object, object.length + 2);
        line[object.length] = '\r';
        line[object.length + 1] = '\n';
        try {
            out().write(line);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private OutputStream out() throws IOException {
        OutputStream stream = out;
        if (stream == null) {
            stream = exchange.startStream(200, "application/json");
            out = stream;
        }
        return stream;
    }

    private void fail(String message) {
        if (!exchange.isClientGone()) {
            report(new ProgressMessage("", "", null, "", "", new ProgressError(0, message), message, null));
        }
    }
}
