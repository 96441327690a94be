package dev.gantry.api.http;

import java.util.Objects;

/// What answers a method on a path.
///
/// The template is made of literal text, `{name}` for one segment and `{name:regex}` for what a regular expression without braces and
/// groups fits, mostly `.*`, any run of characters with slashes: `/images/{name:.*}/json`. It stands without the version prefix; each route is served bare and under `/v1.x`. When
/// several templates fit a path, the one with more literal text wins.
///
/// @param method `GET`, `HEAD`, `POST`, `PUT`, `DELETE` or `OPTIONS`
/// @param template the path
/// @param handler answers it
public record Route(String method, String template, Handler handler) {
    /// Refuses a template that does not begin with a slash.
    public Route {
        Objects.requireNonNull(method, "method");
        Objects.requireNonNull(handler, "handler");
        if (!template.startsWith("/")) {
            throw new IllegalArgumentException("template must begin with '/': " + template);
        }
    }

    /// A `GET` route.
    public static Route get(String template, Handler handler) {
        return new Route("GET", template, handler);
    }

    /// A `HEAD` route. The server never derives one from a `GET` route.
    public static Route head(String template, Handler handler) {
        return new Route("HEAD", template, handler);
    }

    /// A `POST` route.
    public static Route post(String template, Handler handler) {
        return new Route("POST", template, handler);
    }

    /// A `PUT` route.
    public static Route put(String template, Handler handler) {
        return new Route("PUT", template, handler);
    }

    /// A `DELETE` route.
    public static Route delete(String template, Handler handler) {
        return new Route("DELETE", template, handler);
    }
}
