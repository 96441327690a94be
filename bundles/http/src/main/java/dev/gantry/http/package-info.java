/// The API server: connections, requests, dispatch to middleware and routes.
///
/// Netty's event loops only move bytes. A connection is an [HttpConnection][dev.gantry.http.HttpConnection] and decodes one
/// request at a time; each request is a [RequestExchange][dev.gantry.http.RequestExchange] that the
/// [Dispatcher][dev.gantry.http.Dispatcher] runs on a virtual thread. State marked "event loop" is touched by that thread alone.
@NullMarked
package dev.gantry.http;

import org.jspecify.annotations.NullMarked;
