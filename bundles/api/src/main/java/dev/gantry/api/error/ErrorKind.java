package dev.gantry.api.error;

/// What went wrong, as far as a client can act on it. The API server maps each kind to one HTTP status.
public enum ErrorKind {
    /// The named object does not exist (404).
    NOT_FOUND,
    /// The request can never succeed as it stands (400).
    INVALID_PARAMETER,
    /// The object's present state forbids the request (409).
    CONFLICT,
    /// Credentials are missing or wrong (401).
    UNAUTHORIZED,
    /// The caller may not do this, whatever the state (403).
    FORBIDDEN,
    /// Nothing had to be done (304); the answer has no body.
    NOT_MODIFIED,
    /// A part that this needs is absent for now; trying again may help (503).
    UNAVAILABLE,
    /// This engine cannot do that (501).
    NOT_IMPLEMENTED,
    /// Everything else: the machine, the runtime, a defect (500).
    SYSTEM
}
