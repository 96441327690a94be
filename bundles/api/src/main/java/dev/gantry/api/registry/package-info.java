/// Talking to image registries: the HTTP API V2 of Docker, which is OCI's distribution API.
///
/// **Words.** A *repository* is what a [Reference][dev.gantry.api.image.Reference] names without its tag and digest. A
/// [conversation][dev.gantry.api.registry.RepositoryClient] is about one repository, with one set of credentials, for pulling or
/// for pushing; it remembers which of the registry's end points (mirrors first, then the registry; https, then http where that is
/// allowed) has answered and what tokens were issued. A [Registry][dev.gantry.api.registry.Registry] opens conversations.
///
/// **Lifecycle.** Opening sends nothing. Close a conversation when done: that also ends, with a failure, everything that is under
/// way in it, on any thread. Streams that were opened in it end with it.
///
/// **Threads.** Calls block; call from virtual threads. A conversation may be used by several threads at once. An interrupt ends a
/// call: it is thrown as UNAVAILABLE with the interrupt flag set, or as `InterruptedIOException` from a stream.
///
/// **Time-outs.** Connecting takes at most 30 s, an answer's head 60 s, and a body may stall for at most 60 s; then the call fails.
/// Nothing waits for ever.
///
/// **Failures** are [EngineException][dev.gantry.api.error.EngineException] in Docker's words. NOT_FOUND: no such repository,
/// manifest or blob, or access denied, which registries do not tell apart. UNAUTHORIZED, FORBIDDEN: as the registry said.
/// INVALID_PARAMETER: the registry or the caller spoke nonsense. These are final. UNAVAILABLE, SYSTEM and `IOException`: the
/// network, a registry in trouble (5xx, 429); asking again may help.
///
/// **Settings.** [InsecureRegistry][dev.gantry.api.registry.InsecureRegistry] and
/// [RegistryMirror][dev.gantry.api.registry.RegistryMirror] read what operators write, the same way when the daemon judges its
/// settings and when a registry client uses them.
///
/// **Secrets** are in [Credentials][dev.gantry.api.registry.Credentials] only. They are sent to the registry's own host and to the
/// token server that it names, never along a redirect to another host, and never logged.
@Export
@Version("1.1.0")
@NullMarked
package dev.gantry.api.registry;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
