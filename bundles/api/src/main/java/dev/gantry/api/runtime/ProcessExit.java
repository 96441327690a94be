package dev.gantry.api.runtime;

import java.time.Instant;

/// How a process ended.
///
/// @param pid as seen by the host; 0 when it never was
/// @param exitCode 0..255; 128 + n when killed by signal n
/// @param exitedAt when
public record ProcessExit(int pid, int exitCode, Instant exitedAt) {}
