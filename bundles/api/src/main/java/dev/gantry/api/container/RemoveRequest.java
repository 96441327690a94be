package dev.gantry.api.container;

/// How a container is to be removed.
///
/// @param force kill it first when it runs
/// @param volumes also remove its anonymous volumes
/// @param link remove only the legacy link that the name stands for
public record RemoveRequest(boolean force, boolean volumes, boolean link) {}
