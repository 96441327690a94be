package dev.gantry.exec;

import dev.gantry.api.error.EngineException;
import dev.gantry.api.types.ExecCreateRequest;
import dev.gantry.api.types.ExecInspect;
import dev.gantry.api.types.ExecProcessConfig;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/// One exec from its creation until it is collected. Safe from any thread.
final class Exec {
    /// How far it is.
    sealed interface State {
        /// Nobody started it yet.
        record Created() implements State {}

        /// Somebody claimed it; the process is being made.
        record Claimed() implements State {}

        /// The process runs.
        record Running(int pid) implements State {}

        /// It is over.
        record Ended(int pid, int exitCode, Instant at) implements State {}
    }

    private final String id;
    private final String containerId;
    private final ExecCreateRequest request;
    private final CompletableFuture<State> started = new CompletableFuture<>();
    private final CompletableFuture<State.Ended> ended = new CompletableFuture<>();
    private State state;
    private volatile @Nullable Boolean stdin;

    Exec(String id, String containerId, ExecCreateRequest request, State state) {
        this.id = id;
        this.containerId = containerId;
        this.request = request;
        this.state = state;
        tell(state);
    }

    String id() {
        return id;
    }

    String containerId() {
        return containerId;
    }

    ExecCreateRequest request() {
        return request;
    }

    /// Its streams are opened; with an input or without.
    void streams(boolean withInput) {
        stdin = withInput;
    }

    /// Whether its streams have an input; null as long as it has no streams.
    @Nullable Boolean stdin() {
        return stdin;
    }

    List<String> command() {
        return Objects.requireNonNullElse(request.Cmd(), List.of());
    }

    /// The command as events show it: a space follows the program even when it has no arguments.
    String shown() {
        return command().getFirst() + " "
                + String.join(" ", command().subList(1, command().size()));
    }

    synchronized State state() {
        return state;
    }

    /// @throws EngineException CONFLICT when it was started before
    synchronized void claim() {
        switch (state) {
            case State.Created _ -> state = new State.Claimed();
            case State.Claimed _, State.Running _ ->
                throw EngineException.conflict("exec command " + id + " is already running");
            case State.Ended _ -> throw EngineException.conflict("exec command " + id + " has already run");
        }
    }

    /// Whoever claimed it does not start it after all.
    synchronized void unclaim() {
        if (state instanceof State.Claimed) {
            state = new State.Created();
        }
    }

    /// The process runs; does nothing when its end was heard of first.
    synchronized void runs(int pid) {
        if (state instanceof State.Claimed) {
            state = new State.Running(pid);
            tell(state);
        }
    }

    /// @return false when it had ended before
    synchronized boolean ends(int exitCode) {
        if (state instanceof State.Ended) {
            return false;
        }
        state = new State.Ended(state instanceof State.Running(int pid) ? pid : 0, exitCode, Instant.now());
        tell(state);
        return true;
    }

    private void tell(State now) {
        switch (now) {
            case State.Created _, State.Claimed _ -> {}
            case State.Running _ -> started.complete(now);
            case State.Ended over -> {
                started.complete(now);
                ended.complete(over);
            }
        }
    }

    /// Waits until the process was started.
    ///
    /// @throws EngineException SYSTEM when that takes longer
    void awaitStart(Duration limit) throws InterruptedException {
        try {
            started.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException e) {
            throw EngineException.system("timeout waiting for exec session ready", e);
        }
    }

    /// The end of the process, to wait for.
    CompletableFuture<State.Ended> end() {
        return ended;
    }

    synchronized ExecInspect inspect() {
        boolean running = state instanceof State.Running;
        Integer exitCode = state instanceof State.Ended over ? Integer.valueOf(over.exitCode()) : null;
        int pid = switch (state) {
            case State.Running now -> now.pid();
            case State.Ended over -> over.pid();
            default -> 0;
        };
        List<String> command = command();
        ExecProcessConfig process = new ExecProcessConfig(
                request.Tty(),
                command.isEmpty() ? "" : command.getFirst(),
                command.stream().skip(1).toList(),
                request.Privileged(),
                request.User());
        return new ExecInspect(
                id,
                running,
                exitCode,
                process,
                request.AttachStdin(),
                request.AttachStderr(),
                request.AttachStdout(),
                state instanceof State.Ended,
                containerId,
                request.DetachKeys(),
                pid);
    }
}
