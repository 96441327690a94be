package dev.gantry.router.containers;

import dev.gantry.api.http.ApiVersion;

/// What streams of a container's output are called.
final class RawStreams {
    static final String RAW = "application/vnd.docker.raw-stream";
    private static final String MULTIPLEXED = "application/vnd.docker.multiplexed-stream";

    private RawStreams() {}

    /// Before 1.42 every stream was called raw, framed or not.
    static String contentType(ApiVersion version, boolean multiplexed) {
        return multiplexed && version.isAtLeast(42) ? MULTIPLEXED : RAW;
    }
}
