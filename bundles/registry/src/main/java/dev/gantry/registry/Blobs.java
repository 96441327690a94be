package dev.gantry.registry;

import dev.gantry.api.error.EngineException;
import dev.gantry.api.error.ErrorKind;
import dev.gantry.api.image.Reference;
import dev.gantry.api.registry.BlobSource;
import dev.gantry.api.registry.BlobStream;
import dev.gantry.api.runtime.Descriptor;
import java.net.URI;
import java.net.http.HttpRequest;
import java.util.function.LongConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The blobs of one repository at one end point.
///
/// @param scope what tokens must allow
record Blobs(Connection connection, Reference repository, String scope, Refusals refusals) {
    private static final Logger LOG = LoggerFactory.getLogger(Blobs.class);
    private static final Pattern RANGE = Pattern.compile("bytes (\\d+)-\\d+/(\\d+|\\*)");

    BlobStream open(Descriptor blob, long offset) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(path(blob.digest())).GET();
        if (offset > 0) {
            request.header("Range", "bytes=" + offset + "-");
        }
        Answer answer = connection.send(request, scope);
        if (!answer.isSuccess()) {
            throw refusals.of(answer);
        }
        long length = answer.headers().firstValueAsLong("Content-Length").orElse(-1);
        Matcher range = RANGE.matcher(answer.header("Content-Range").orElse(""));
        if (answer.status() == 206 && range.matches()) {
            long from = Long.parseLong(range.group(1));
            if (from == offset) {
                return new BlobStream(answer.body(), from, length < 0 ? -1 : from + length);
            }
            answer.close();
            throw EngineException.system("registry sent the wrong part of blob " + blob.digest());
        }
        return new BlobStream(answer.body(), 0, length);
    }

    boolean exists(String digest) {
        try (Answer answer =
                connection.send(HttpRequest.newBuilder(path(digest)).HEAD(), scope)) {
            if (answer.status() == 404) {
                return false;
            }
            if (!answer.isSuccess()) {
                throw refusals.of(answer);
            }
            return true;
        }
    }

    boolean mount(String digest, String fromPath) {
        URI uri = connection.endpoint().v2(repository.path() + "/blobs/uploads/?mount=" + digest + "&from=" + fromPath);
        String both = scope + " repository:" + fromPath + ":pull";
        try (Answer answer = connection.send(post(uri), both)) {
            if (answer.status() == 202) {
                abandon(location(answer));
            }
            return answer.status() == 201;
        } catch (EngineException e) {
            if (e.kind() != ErrorKind.UNAUTHORIZED) {
                throw e;
            }
            // Whoever may not read the other repository can still upload to this one.
            return false;
        }
    }

    /// Tells the registry that an upload will not go on. Where that fails, the registry finds out by itself.
    void abandon(URI upload) {
        try {
            connection.send(HttpRequest.newBuilder(upload).DELETE(), scope).close();
        } catch (EngineException e) {
            LOG.debug("upload to {} stays behind: {}", upload.getHost(), e.getMessage());
        }
    }

    void push(Descriptor blob, BlobSource source, LongConsumer sent) {
        new BlobUpload(this, begin(), blob, source, sent).run();
    }

    private URI begin() {
        try (Answer answer =
                connection.send(post(connection.endpoint().v2(repository.path() + "/blobs/uploads/")), scope)) {
            if (answer.status() != 202) {
                throw refusals.of(answer);
            }
            return location(answer);
        }
    }

    private static HttpRequest.Builder post(URI uri) {
        return HttpRequest.newBuilder(uri).POST(HttpRequest.BodyPublishers.noBody());
    }

    static URI location(Answer answer) {
        return answer.uri()
                .resolve(answer.header("Location")
                        .orElseThrow(() -> EngineException.system("registry did not say where to upload to")));
    }

    private URI path(String digest) {
        return connection.endpoint().v2(repository.path() + "/blobs/" + digest);
    }
}
