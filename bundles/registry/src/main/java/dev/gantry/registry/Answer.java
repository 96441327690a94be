package dev.gantry.registry;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.util.List;
import java.util.Optional;

/// The answer to a request: its head, and its body still to be read. Close it.
///
/// @param method of the request
/// @param uri of the request
/// @param sentAuthorization whether the request said who we are
record Answer(String method, URI uri, int status, HttpHeaders headers, GuardedBody body, boolean sentAuthorization)
        implements AutoCloseable {
    Answer signed(boolean sent) {
        return new Answer(method, uri, status, headers, body, sent);
    }

    boolean isSuccess() {
        return status >= 200 && status < 300;
    }

    Optional<String> header(String name) {
        return headers.firstValue(name);
    }

    List<AuthChallenge> challenges() {
        return AuthChallenge.parse(headers.allValues("www-authenticate"));
    }

    @Override
    public void close() {
        try {
            body.close();
        } catch (IOException e) {
            // What is left of it is not wanted.
        }
    }
}
