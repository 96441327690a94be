package dev.gantry.health;

import dev.gantry.api.types.ContainerConfig;
import dev.gantry.api.types.ExecCreateRequest;
import dev.gantry.api.types.ExecCreateRequestBuilder;
import dev.gantry.api.types.Healthcheck;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How one container is probed, defaults filled in.
///
/// @param command to run in it
/// @param interval between the end of a probe and the next one
/// @param timeout of one probe
/// @param startPeriod in which failures do not count
/// @param startInterval instead of `interval` while starting
/// @param retries failures in a row that make it unhealthy
record ProbeSettings(
        List<String> command,
        Duration interval,
        Duration timeout,
        Duration startPeriod,
        Duration startInterval,
        int retries) {
    private static final Duration INTERVAL = Duration.ofSeconds(30);
    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final Duration START_INTERVAL = Duration.ofSeconds(5);
    private static final int RETRIES = 3;

    /// @return null when the container is not to be probed
    static @Nullable ProbeSettings of(ContainerConfig config) {
        Healthcheck check = config.Healthcheck();
        if (check == null || check.Test() == null || check.Test().isEmpty()) {
            return null;
        }
        List<String> command = command(check.Test(), config.Shell());
        return command == null
                ? null
                : new ProbeSettings(
                        command,
                        orElse(check.Interval(), INTERVAL),
                        orElse(check.Timeout(), TIMEOUT),
                        Duration.ofNanos(check.StartPeriod()),
                        orElse(check.StartInterval(), START_INTERVAL),
                        check.Retries() > 0 ? check.Retries() : RETRIES);
    }

    private static @Nullable List<String> command(List<String> test, @Nullable List<String> shell) {
        List<String> arguments = test.subList(1, test.size());
        return switch (test.getFirst()) {
            case "CMD" -> arguments.isEmpty() ? null : List.copyOf(arguments);
            case "CMD-SHELL" -> {
                List<String> command =
                        new ArrayList<>(shell == null || shell.isEmpty() ? List.of("/bin/sh", "-c") : shell);
                command.addAll(arguments);
                yield command;
            }
            default -> null;
        };
    }

    private static Duration orElse(long nanos, Duration fallback) {
        return nanos == 0 ? fallback : Duration.ofNanos(nanos);
    }

    ExecCreateRequest exec(ContainerConfig config) {
        return ExecCreateRequestBuilder.builder()
                .User(config.User())
                .AttachStdout(true)
                .AttachStderr(true)
                .Cmd(command)
                .build();
    }
}
