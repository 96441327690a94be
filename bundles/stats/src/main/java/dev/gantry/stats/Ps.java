package dev.gantry.stats;

import dev.gantry.api.error.EngineException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/// Runs the machine's `ps`.
final class Ps {
    private static final int OUTPUT_LIMIT = 16 << 20;
    private static final int SECONDS = 10;

    private Ps() {}

    /// What it printed about these processes; about all, when its arguments do not go with a list of processes.
    static String run(String args, List<Integer> pids) {
        List<String> command = new ArrayList<>(List.of("ps"));
        command.addAll(Arrays.asList(args.strip().split("\\s+")));
        List<String> chosen = new ArrayList<>(command);
        chosen.add("-q" + pids.stream().map(String::valueOf).collect(Collectors.joining(",")));
        try {
            Result first = start(chosen);
            Result result = first.status == 0 ? first : start(command);
            if (result.status != 0) {
                throw EngineException.system("ps: " + result.errors.strip());
            }
            return result.output;
        } catch (IOException e) {
            throw EngineException.system("error running ps: exec: \"ps\": executable file not found in $PATH", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw EngineException.unavailable("cancelled while running ps", e);
        }
    }

    private record Result(int status, String output, String errors) {}

    private static Result start(List<String> command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).start();
        try (var input = process.getInputStream();
                var errors = process.getErrorStream()) {
            process.getOutputStream().close();
            byte[] output = input.readNBytes(OUTPUT_LIMIT);
            byte[] words = errors.readNBytes(4096);
            if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
                throw EngineException.system("ps does not end");
            }
            return new Result(
                    process.exitValue(),
                    new String(output, StandardCharsets.UTF_8),
                    new String(words, StandardCharsets.UTF_8));
        } finally {
            process.destroyForcibly();
        }
    }
}
