package dev.gantry.registry;

import dev.gantry.api.error.EngineException;
import dev.gantry.api.error.ErrorKind;
import dev.gantry.api.registry.BlobSource;
import dev.gantry.api.runtime.Descriptor;
import java.net.URI;
import java.net.http.HttpRequest;
import java.util.OptionalLong;
import java.util.function.LongConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The upload of one blob: begun, sent, ended by its digest. When sending breaks, the registry is asked how much it has, and gets the
/// rest; an upload that cannot be finished is given up at the registry, too.
final class BlobUpload {
    private static final Pattern RECEIVED = Pattern.compile("(?:bytes=)?0-(\\d+)");
    /// Breaks in a row that brought nothing further.
    private static final int MOST_IDLE_BREAKS = 2;

    private final Blobs blobs;
    private final Descriptor blob;
    private final BlobSource source;
    private final LongConsumer sent;
    private URI at;

    /// @param location where the registry wants the blob
    BlobUpload(Blobs blobs, URI location, Descriptor blob, BlobSource source, LongConsumer sent) {
        this.blobs = blobs;
        this.at = location;
        this.blob = blob;
        this.source = source;
        this.sent = sent;
    }

    void run() {
        boolean done = false;
        try {
            sendAll();
            end();
            done = true;
        } finally {
            if (!done) {
                blobs.abandon(at);
            }
        }
    }

    private void sendAll() {
        long from = 0;
        int idle = 0;
        while (true) {
            try {
                send(from);
                return;
            } catch (EngineException e) {
                OptionalLong received = mayGoOn(e) ? received(e) : OptionalLong.empty();
                if (received.isEmpty()) {
                    throw e;
                }
                idle = received.getAsLong() > from ? 0 : idle + 1;
                if (idle > MOST_IDLE_BREAKS) {
                    throw e;
                }
                from = received.getAsLong();
                if (from >= blob.size()) {
                    return;
                }
            }
        }
    }

    private static boolean mayGoOn(EngineException failure) {
        boolean broken = failure.kind() == ErrorKind.SYSTEM || failure.kind() == ErrorKind.UNAVAILABLE;
        return broken && !Thread.currentThread().isInterrupted();
    }

    private void send(long from) {
        CountedUpload body = new CountedUpload(source, blob.size(), from, sent);
        HttpRequest.Builder patch = HttpRequest.newBuilder(at)
                .header("Content-Type", "application/octet-stream")
                .method("PATCH", body.publisher());
        if (from > 0) {
            patch.header("Content-Range", from + "-" + (blob.size() - 1));
        }
        try (Answer answer = blobs.connection().upload(patch, body, blobs.scope())) {
            if (!answer.isSuccess()) {
                throw blobs.refusals().of(answer);
            }
            at = Blobs.location(answer);
        }
    }

    /// How much has arrived; empty when the registry does not know of the upload any more, or does not say.
    private OptionalLong received(EngineException why) {
        try (Answer answer = blobs.connection().send(HttpRequest.newBuilder(at).GET(), blobs.scope())) {
            Matcher range = RECEIVED.matcher(answer.header("Range").orElse(""));
            if (!answer.isSuccess() || !range.matches()) {
                return OptionalLong.empty();
            }
            if (answer.header("Location").isPresent()) {
                at = Blobs.location(answer);
            }
            // An upload that has nothing says 0-0, as one does that has a single byte.
            long last = Long.parseLong(range.group(1));
            return OptionalLong.of(last == 0 ? 0 : last + 1);
        } catch (EngineException e) {
            why.addSuppressed(e);
            return OptionalLong.empty();
        }
    }

    private void end() {
        String separator = at.getRawQuery() == null ? "?" : "&";
        HttpRequest.Builder put = HttpRequest.newBuilder(URI.create(at + separator + "digest=" + blob.digest()))
                .PUT(HttpRequest.BodyPublishers.noBody());
        try (Answer answer = blobs.connection().send(put, blobs.scope())) {
            if (!answer.isSuccess()) {
                throw blobs.refusals().of(answer);
            }
        }
    }
}
