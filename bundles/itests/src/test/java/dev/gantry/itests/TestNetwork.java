package dev.gantry.itests;

import java.util.ArrayList;
import java.util.List;

/// A network namespace that stands for "the host" of one test daemon.
final class TestNetwork implements AutoCloseable {
    private final String name;

    TestNetwork(String name) {
        this.name = name;
        Command.run("ip", "netns", "add", name).ok();
        Command.run("ip", "-n", name, "link", "set", "lo", "up").ok();
    }

    /// The command line that runs `command` inside; the child keeps its process id over it.
    List<String> inside(List<String> command) {
        List<String> all = new ArrayList<>(List.of("nsenter", "--net=/run/netns/" + name));
        all.addAll(command);
        return all;
    }

    Command.Result run(String... command) {
        return Command.run(inside(List.of(command)), java.util.Map.of(), new byte[0]);
    }

    String name() {
        return name;
    }

    @Override
    public void close() {
        Command.run("ip", "netns", "del", name);
    }
}
