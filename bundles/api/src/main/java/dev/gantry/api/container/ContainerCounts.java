package dev.gantry.api.container;

/// How many containers there are.
///
/// @param running and not paused
/// @param paused frozen
/// @param stopped all others
public record ContainerCounts(int running, int paused, int stopped) {
    /// All.
    public int total() {
        return running + paused + stopped;
    }
}
