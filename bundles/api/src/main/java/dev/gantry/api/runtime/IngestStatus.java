package dev.gantry.api.runtime;

import java.time.Instant;

/// How far an ingest has come.
///
/// @param ref its name
/// @param offset bytes that are there
/// @param total bytes expected; 0 when not known
/// @param expected digest expected; empty when not known
/// @param updatedAt last write
public record IngestStatus(String ref, long offset, long total, String expected, Instant updatedAt) {}
