package dev.gantry.network.diagnostics;

import java.io.IOException;
import java.util.Set;
import java.util.TreeSet;

/// What may be asked, and the answers.
final class Questions {
    private static final String HELP = "/help";
    private static final String READY = "/ready";
    private static final String STACKS = "/stackdump";

    /// Of the database that the nodes of a cluster keep about their networks.
    private static final Set<String> OF_THE_CLUSTER = Set.of(
            "/clusterpeers",
            "/createentry",
            "/deleteentry",
            "/getentry",
            "/gettable",
            "/join",
            "/joinnetwork",
            "/leavenetwork",
            "/networkpeers",
            "/networkstats",
            "/updateentry");

    private final StackFiles stacks;

    Questions(StackFiles stacks) {
        this.stacks = stacks;
    }

    /// May take a moment: stacks are written to disk.
    Answer answer(String path) {
        return switch (path) {
            case HELP -> Answer.info(String.join("\n", new TreeSet<>(Set.of("/", HELP, READY, STACKS))) + "\n");
            case READY -> Answer.info("OK");
            case STACKS -> stacks();
            default ->
                OF_THE_CLUSTER.contains(path)
                        ? Answer.usage(
                                "URL path: " + path + " asks the cluster's networks, and this node is in no swarm\n")
                        : Answer.usage("URL path: " + path + " no method implemented check /help\n");
        };
    }

    private Answer stacks() {
        try {
            return Answer.info("goroutine stacks written to " + stacks.write());
        } catch (IOException e) {
            return Answer.failed("failed to write the stacks of all threads: " + e.getMessage());
        }
    }
}
