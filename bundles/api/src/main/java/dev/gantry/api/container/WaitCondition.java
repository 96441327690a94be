package dev.gantry.api.container;

import dev.gantry.api.error.EngineException;

/// What to wait for.
public enum WaitCondition {
    /// That it does not run; met at once by a container that was never started, too.
    NOT_RUNNING,
    /// Its next end, also when a restart policy starts it again.
    NEXT_EXIT,
    /// Its removal.
    REMOVED;

    /// The condition that a client named; empty = [#NOT_RUNNING].
    ///
    /// @throws EngineException INVALID_PARAMETER for any other word
    public static WaitCondition parse(String word) {
        return switch (word) {
            case "", "not-running" -> NOT_RUNNING;
            case "next-exit" -> NEXT_EXIT;
            case "removed" -> REMOVED;
            default -> throw EngineException.invalidParameter("invalid condition: \"" + word + "\"");
        };
    }
}
