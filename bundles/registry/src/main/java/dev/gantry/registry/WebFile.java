package dev.gantry.registry;

import dev.gantry.api.error.EngineException;
import dev.gantry.api.error.ErrorKind;
import dev.gantry.api.registry.BlobStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;

/// One file of a web server.
///
/// @param calls ends with the file
record WebFile(RegistryRules rules, HttpClients clients, Calls calls) {
    private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);
    private static final int MOST_REDIRECTS = 10;
    private static final int LONGEST_COMPLAINT = 1024;

    BlobStream open(URI address) {
        URI at = address;
        for (int hop = 0; ; hop++) {
            Answer answer = get(at);
            Optional<String> location = answer.header("Location");
            if (!REDIRECTS.contains(answer.status()) || location.isEmpty()) {
                return found(at, answer);
            }
            answer.close();
            if (hop == MOST_REDIRECTS) {
                throw EngineException.system("Get \"" + at + "\": stopped after 10 redirects");
            }
            at = at.resolve(location.get());
        }
    }

    private Answer get(URI at) {
        if (at.getHost() == null || !Set.of("http", "https").contains(String.valueOf(at.getScheme()))) {
            throw EngineException.invalidParameter("Get \"" + at + "\": unsupported protocol scheme \""
                    + (at.getScheme() == null ? "" : at.getScheme()) + "\"");
        }
        String authority = RegistryRules.authority(at);
        HttpRequest.Builder request = HttpRequest.newBuilder(at)
                .timeout(rules.settings().limits().head())
                .GET();
        return calls.send(clients.forHost(authority, true), request.build());
    }

    private BlobStream found(URI at, Answer answer) {
        if (answer.status() >= 400) {
            throw refused(at, answer);
        }
        long size = answer.headers().firstValueAsLong("Content-Length").orElse(-1);
        return new BlobStream(new Owning(answer.body(), calls), 0, size);
    }

    private static EngineException refused(URI at, Answer answer) {
        String body;
        try (answer) {
            body = new String(answer.body().readNBytes(LONGEST_COMPLAINT), StandardCharsets.UTF_8).strip();
        } catch (IOException e) {
            body = "";
        }
        ErrorKind kind = switch (answer.status()) {
            case 400 -> ErrorKind.INVALID_PARAMETER;
            case 401 -> ErrorKind.UNAUTHORIZED;
            case 403 -> ErrorKind.FORBIDDEN;
            case 404 -> ErrorKind.NOT_FOUND;
            default -> ErrorKind.SYSTEM;
        };
        String words = "failed to GET " + at + " with status " + StatusText.of(answer.status()) + ": " + body;
        return new EngineException(kind, words, null);
    }

    /// The conversation has no other use than this stream.
    private static final class Owning extends FilterInputStream {
        private final Calls calls;

        Owning(InputStream in, Calls calls) {
            super(in);
            this.calls = calls;
        }

        @Override
        public void close() throws IOException {
            try (calls) {
                super.close();
            }
        }
    }
}
