package dev.gantry.api.http;

import org.osgi.annotation.versioning.ConsumerType;

/// Stands before every route; registered as a service. Requests that fit no route do not pass it.
@ConsumerType
public interface Middleware {
    /// Place of what only looks on, before all else.
    int DEBUG = 50;
    /// Place of the authorization of requests, before all that a client may be told.
    int AUTHORIZATION = 100;
    /// Place of what notes who the client says it is.
    int USER_AGENT = 150;
    /// Place of what browsers ask for.
    int CORS = 175;
    /// Place of the check of the API version.
    int VERSION = 200;
    /// Place of what is innermost of Docker's own.
    int EXPERIMENTAL = 300;

    /// The place in the chain: a lower number is called earlier. Constant.
    int order();

    /// Puts this middleware before `next`. Called once for each route and set of middleware, not for each request; the handler
    /// it returns must be safe for many requests at a time. To refuse a request it throws or answers without calling `next`.
    Handler wrap(Handler next);
}
