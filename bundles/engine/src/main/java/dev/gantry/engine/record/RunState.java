package dev.gantry.engine.record;

import dev.gantry.api.error.EngineException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Where a container is in its life. Each state carries only what is true in it.
public sealed interface RunState {
    /// Docker's word for it.
    String word();

    /// Never ran.
    ///
    /// @param error why the last start failed; empty when none was tried
    /// @param exitCode that follows from the failure
    record Created(String error, int exitCode) implements RunState {
        /// Fresh.
        public static final Created NEW = new Created("", 0);

        @Override
        public String word() {
            return "created";
        }
    }

    /// Has a process.
    ///
    /// @param pid as seen by the host
    /// @param startedAt when
    /// @param outOfMemory whether the kernel killed a process for its memory
    record Running(int pid, Instant startedAt, boolean outOfMemory) implements RunState {
        @Override
        public String word() {
            return "running";
        }
    }

    /// Has a process that is frozen.
    ///
    /// @param running what it was
    record Paused(Running running) implements RunState {
        @Override
        public String word() {
            return "paused";
        }
    }

    /// Ended, and will be started again by its policy.
    ///
    /// @param end of the last run
    record Restarting(End end) implements RunState {
        @Override
        public String word() {
            return "restarting";
        }
    }

    /// Ended.
    ///
    /// @param end of the last run
    record Exited(End end) implements RunState {
        @Override
        public String word() {
            return "exited";
        }
    }

    /// Is being removed.
    ///
    /// @param end of the last run; null when it never ran
    record Removing(@Nullable End end) implements RunState {
        @Override
        public String word() {
            return "removing";
        }
    }

    /// Its removal failed; only removing it again is possible.
    ///
    /// @param end of the last run; null when it never ran
    record Dead(@Nullable End end) implements RunState {
        @Override
        public String word() {
            return "dead";
        }
    }

    /// How a run ended.
    ///
    /// @param startedAt when it began
    /// @param finishedAt when it ended
    /// @param exitCode of the first process
    /// @param outOfMemory whether the kernel killed a process for its memory
    /// @param error why a later start failed; mostly empty
    record End(Instant startedAt, Instant finishedAt, int exitCode, boolean outOfMemory, String error) {}

    /// The running process, frozen or not; null without.
    default @Nullable Running process() {
        return switch (this) {
            case Running running -> running;
            case Paused paused -> paused.running();
            case Created _, Restarting _, Exited _, Removing _, Dead _ -> null;
        };
    }

    /// How the last run ended; null while there is none.
    default @Nullable End end() {
        return switch (this) {
            case Restarting(End end) -> end;
            case Exited(End end) -> end;
            case Removing(End end) -> end;
            case Dead(End end) -> end;
            case Created _, Running _, Paused _ -> null;
        };
    }

    /// Whether it has a process.
    default boolean isAlive() {
        return process() != null;
    }

    /// Whether it is on its way out or stuck there.
    default boolean isLeaving() {
        return this instanceof Removing || this instanceof Dead;
    }

    /// The exit code that inspect shows.
    default int exitCode() {
        if (this instanceof Created created) {
            return created.exitCode();
        }
        End end = end();
        return end == null ? 0 : end.exitCode();
    }

    /// The error that inspect shows; mostly empty.
    default String error() {
        if (this instanceof Created created) {
            return created.error();
        }
        End end = end();
        return end == null ? "" : end.error();
    }

    /// The running process.
    ///
    /// @throws EngineException CONFLICT `container X is not running`
    default Running requireProcess(String shown) {
        Running process = process();
        if (process == null) {
            throw EngineException.conflict("container " + shown + " is not running");
        }
        return process;
    }
}
