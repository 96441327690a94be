package dev.gantry.spec.cdi;

import java.util.Map;

/// A program that the OCI runtime runs at some point of a container's life.
///
/// @param point the OCI specification's name of that point, such as `createRuntime`
/// @param entry as the OCI specification has it
public record Hook(String point, Map<String, Object> entry) {}
