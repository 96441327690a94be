package dev.gantry.engine;

import dev.gantry.api.types.Health;
import dev.gantry.engine.record.ContainerFacts;
import dev.gantry.engine.record.RunState;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Texts of a list: `Up 3 minutes (healthy)`.
final class HumanText {
    private HumanText() {}

    static String status(ContainerFacts facts, Instant now) {
        return switch (facts.state()) {
            case RunState.Running running -> "Up " + since(running.startedAt(), now) + health(facts.health());
            case RunState.Paused(RunState.Running running) -> "Up " + since(running.startedAt(), now) + " (Paused)";
            case RunState.Restarting(RunState.End end) ->
                "Restarting (" + end.exitCode() + ") " + since(end.finishedAt(), now) + " ago";
            case RunState.Exited(RunState.End end) ->
                "Exited (" + end.exitCode() + ") " + since(end.finishedAt(), now) + " ago";
            case RunState.Created _ -> "Created";
            case RunState.Removing _ -> "Removal In Progress";
            case RunState.Dead _ -> "Dead";
        };
    }

    private static String health(@Nullable Health health) {
        if (health == null || health.Status().isEmpty() || health.Status().equals("none")) {
            return "";
        }
        return health.Status().equals("starting") ? " (health: starting)" : " (" + health.Status() + ")";
    }

    private static String since(Instant then, Instant now) {
        return duration(Duration.between(then, now));
    }

    /// A rough length of time, as people say it.
    static String duration(Duration length) {
        long seconds = Math.max(0, length.toSeconds());
        if (seconds < 1) {
            return "Less than a second";
        }
        if (seconds == 1) {
            return "1 second";
        }
        if (seconds < 60) {
            return seconds + " seconds";
        }
        long minutes = seconds / 60;
        if (minutes == 1) {
            return "About a minute";
        }
        if (minutes < 60) {
            return minutes + " minutes";
        }
        long hours = Math.round(length.toMinutes() / 60.0);
        if (hours == 1) {
            return "About an hour";
        }
        if (hours < 48) {
            return hours + " hours";
        }
        if (hours < 24 * 7 * 2) {
            return hours / 24 + " days";
        }
        if (hours < 24 * 30 * 2) {
            return hours / 24 / 7 + " weeks";
        }
        return hours < 24 * 365 * 2 ? hours / 24 / 30 + " months" : hours / 24 / 365 + " years";
    }
}
