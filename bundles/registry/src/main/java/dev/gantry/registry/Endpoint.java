package dev.gantry.registry;

import java.net.URI;

/// One address under which a registry may answer.
///
/// @param base with a slash at its end: `https://registry-1.docker.io/`
/// @param mirror whether it is a mirror: it gets no credentials, and its failures are not final
/// @param verified whether TLS is to be verified
record Endpoint(URI base, boolean mirror, boolean verified) {
    /// The address of something below `v2/`.
    URI v2(String path) {
        return base.resolve("v2/" + path);
    }
}
