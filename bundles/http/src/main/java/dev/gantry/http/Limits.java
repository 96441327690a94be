package dev.gantry.http;

import java.time.Duration;

/// What a client may take.
///
/// @param requestLine longest request line, in bytes
/// @param headers all headers together, in bytes
/// @param jsonBody largest body that is read as JSON, in bytes
/// @param connections open connections; one more is answered 503 and closed
/// @param headTime from the first byte of a request to the end of its headers
/// @param bodyStall longest silence of a client whose body is being read
/// @param answerStall longest time in which a client takes nothing of an answer
/// @param streamStall the same for a stream, which someone may read in a pager
/// @param farewell how long a connection that cannot be handed to a successor may rest before its last request
record Limits(
        int requestLine,
        int headers,
        int jsonBody,
        int connections,
        Duration headTime,
        Duration bodyStall,
        Duration answerStall,
        Duration streamStall,
        Duration farewell) {

    /// Unread request body that is still read and thrown away for the sake of the connection.
    static final int DISCARD = 256 * 1024;

    /// How long a closed connection is kept for the client to read what was sent last.
    static final Duration LINGER = Duration.ofSeconds(2);

    static Limits standard() {
        return new Limits(
                64 * 1024,
                256 * 1024,
                16 * 1024 * 1024,
                8192,
                Duration.ofMinutes(5),
                Duration.ofMinutes(5),
                Duration.ofMinutes(5),
                Duration.ofHours(4),
                Duration.ofMinutes(5));
    }
}
