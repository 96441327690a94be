/// The Engine API's request path, as routes and middleware see it.
///
/// **Words.** A [Router][dev.gantry.api.http.Router] is a service that contributes [routes][dev.gantry.api.http.Route]: method,
/// path template, [Handler][dev.gantry.api.http.Handler]. A [Middleware][dev.gantry.api.http.Middleware] is a service that stands
/// before all routes. An [Exchange][dev.gantry.api.http.Exchange] is one request and its answer. A
/// [Hijacked][dev.gantry.api.http.Hijacked] connection carries raw bytes after an exchange has left HTTP. The
/// [ApiServer][dev.gantry.api.http.ApiServer] is the server's remote control, for the daemon's start and stop.
///
/// **Threads.** Each request is handled on a virtual thread of its own; handlers block at will. An exchange belongs to the thread
/// that handles it; what may be called from others says so. Callbacks (`onClientGone`, `onClose`) run on virtual threads.
///
/// **Bodies.** Both directions are streams with back-pressure: the server reads from the socket what a handler has asked for, and
/// a write blocks while the client does not take it. A client that stalls for longer than the server's limits, in
/// either direction, is cut off; the handler then gets an `IOException`.
///
/// **Answers.** A handler answers exactly once: `respond…`, `startStream` or `hijack`. One that returns without an answer
/// gives an empty 200. A failure before the answer becomes a status and `{"message": …}`; a failure
/// after it cuts the connection, so that the client does not take a torn answer for a whole one.
///
/// **Failures.** Handlers throw [EngineException][dev.gantry.api.error.EngineException]; the server maps the kind to a status, in one
/// place. An `IOException` from an exchange's streams needs no handling: the client has gone.
///
/// **Cancellation.** When the client goes away, callbacks of `onClientGone` run, and reads and writes fail. The handling
/// thread is *not* interrupted: starting or stopping a container goes on without its client. A handler whose work ends with
/// its client (following, pulling) registers a callback that ends it.
///
/// **Swap.** A request keeps the middleware and the route that were current when it was dispatched. A router that leaves is
/// drained: its service is withdrawn, its running requests finish (10 s, then they are on their own), and its templates stay
/// known as tombstones. A request for such a template waits up to 10 s for a successor instead of failing. A hijacked or
/// streaming exchange does not hold the drain: after `startStream` or `hijack` the server counts the request as finished,
/// and what the handler needs from then on must outlive its router's bundle only as code (the classes stay loaded while it runs).
/// Where many components stand on the bundle that leaves, new requests wait at the server (10 s at most) until it is back, and it goes
/// only when those under way are over (5 s at most). When the server itself is updated, idle connections go to its successor,
/// streams and hijacked connections end where they began. So register routers and middleware with `immediate = true`: else
/// the update of the server, their only user, deactivates them and takes the services of running streams away.
@Export
@Version("1.1.0")
@NullMarked
package dev.gantry.api.http;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
