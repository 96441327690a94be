package dev.gantry.registry;

import dev.gantry.api.error.EngineException;
import dev.gantry.api.image.Reference;
import dev.gantry.api.json.JsonCodec;
import dev.gantry.api.registry.Manifest;
import dev.gantry.api.runtime.Descriptor;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The manifests and tags of one repository at one end point.
///
record Manifests(Connection connection, Conversation.Purpose purpose, Refusals refusals, JsonCodec json) {
    private static final int LARGEST = 4 << 20;
    private static final int MOST_PAGES = 1000;
    private static final Pattern NEXT = Pattern.compile("<([^>]+)>\\s*;.*rel=\"?next\"?");

    private record TagPage(@Nullable List<String> tags) {}

    Descriptor resolve(String tagOrDigest) {
        try (Answer answer = connection.send(request(tagOrDigest).HEAD(), purpose.scope())) {
            String digest = answer.header("Docker-Content-Digest").orElse("");
            long length = answer.headers().firstValueAsLong("Content-Length").orElse(-1);
            String type = MediaTypes.bare(answer.header("Content-Type").orElse(""));
            if (answer.isSuccess()
                    && digest.matches("sha256:[0-9a-f]{64}")
                    && length > 0
                    && type.startsWith("application/vnd.")) {
                require(tagOrDigest, digest);
                return new Descriptor(type, digest, length);
            }
        }
        return fetch(tagOrDigest).descriptor();
    }

    Manifest fetch(String tagOrDigest) {
        try (Answer answer = connection.send(request(tagOrDigest).GET(), purpose.scope())) {
            if (!answer.isSuccess()) {
                throw refusals.ofManifest(asked(tagOrDigest), answer);
            }
            byte[] bytes = answer.body().readNBytes(LARGEST + 1);
            if (bytes.length > LARGEST) {
                throw EngineException.invalidParameter(
                        "manifest of " + asked(tagOrDigest).familiar() + " is larger than 4 MiB");
            }
            String digest = digest(bytes);
            require(tagOrDigest, digest);
            String type = MediaTypes.of(answer.header("Content-Type").orElse(""), bytes, json);
            return new Manifest(new Descriptor(type, digest, bytes.length), bytes);
        } catch (IOException e) {
            throw EngineException.system("Get \"" + path(tagOrDigest) + "\": " + e.getMessage(), e);
        }
    }

    private static void require(String asked, String found) {
        if (asked.startsWith("sha256:") && !asked.equals(found)) {
            throw EngineException.invalidParameter("manifest verification failed for digest " + asked);
        }
    }

    void put(String tagOrDigest, Manifest manifest) {
        HttpRequest.Builder request = HttpRequest.newBuilder(path(tagOrDigest))
                .header("Content-Type", manifest.descriptor().mediaType())
                .PUT(HttpRequest.BodyPublishers.ofByteArray(manifest.bytes()));
        try (Answer answer = connection.send(request, purpose.scope())) {
            if (!answer.isSuccess()) {
                throw refusals.of(answer);
            }
        }
    }

    List<String> tags() {
        List<String> tags = new ArrayList<>();
        Optional<URI> page =
                Optional.of(connection.endpoint().v2(purpose.repository().path() + "/tags/list"));
        for (int i = 0; page.isPresent() && i < MOST_PAGES; i++) {
            try (Answer answer =
                    connection.send(HttpRequest.newBuilder(page.get()).GET(), purpose.scope())) {
                if (!answer.isSuccess()) {
                    throw refusals.ofManifest(purpose.repository(), answer);
                }
                List<String> found = json.read(answer.body().readNBytes(LARGEST), TagPage.class)
                        .tags();
                tags.addAll(found == null ? List.of() : found);
                page = next(answer);
            } catch (IOException e) {
                throw EngineException.system("Get \"" + page.get() + "\": " + e.getMessage(), e);
            }
        }
        return tags;
    }

    private static Optional<URI> next(Answer answer) {
        return answer.header("Link")
                .map(NEXT::matcher)
                .filter(Matcher::find)
                .map(link -> answer.uri().resolve(link.group(1)));
    }

    private URI path(String tagOrDigest) {
        return connection.endpoint().v2(purpose.repository().path() + "/manifests/" + tagOrDigest);
    }

    private HttpRequest.Builder request(String tagOrDigest) {
        HttpRequest.Builder request = HttpRequest.newBuilder(path(tagOrDigest));
        MediaTypes.MANIFESTS.forEach(type -> request.header("Accept", type));
        return request;
    }

    private Reference asked(String tagOrDigest) {
        return tagOrDigest.indexOf(':') >= 0
                ? purpose.repository().atDigest(tagOrDigest)
                : purpose.repository().withTag(tagOrDigest);
    }

    static String digest(byte[] bytes) {
        try {
            return "sha256:"
                    + HexFormat.of()
                            .formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
