package dev.gantry.itests;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/// Counts everything a daemon may leave behind: containers, tasks, snapshots, leases, namespaces, links, rules, mounts, directories.
record Leftovers(Map<String, List<String>> found) {
    static Leftovers of(TestDaemon daemon) {
        PrivateContainerd containerd = daemon.containerd();
        Map<String, List<String>> found = new TreeMap<>();
        found.put("containers", containerd.ctr("containers", "ls", "-q").lines());
        found.put("tasks", containerd.ctr("tasks", "ls", "-q").lines());
        found.put("snapshots", names(containerd.ctr("snapshots", "ls").lines()));
        found.put("leases", names(containerd.ctr("leases", "ls").lines()));
        found.put("ingests", names(containerd.ctr("content", "active").lines()));
        found.put(
                "links",
                daemon.network().run("ip", "-br", "link").lines().stream()
                        .map(l -> l.split("[ @]")[0])
                        .filter(l -> l.startsWith("veth"))
                        .toList());
        found.put(
                "rules",
                daemon.network().run("nft", "list", "ruleset").lines().stream()
                        .filter(l -> l.contains("dnat") || l.contains("dport"))
                        .map(String::strip)
                        .toList());
        // The data root itself may be mounted over itself.
        found.put(
                "mounts",
                Mounts.below(daemon.root()).stream()
                        .filter(target -> !target.equals(daemon.dataRoot().toString()))
                        .toList());
        found.put("directories", entries(daemon.dataRoot().resolve("containers")));
        found.put("volumes", entries(daemon.dataRoot().resolve("volumes")));
        found.put("namespaces", entries(daemon.execRoot().resolve("netns")));
        found.put("fifos", entries(daemon.execRoot().resolve("containers")));
        return new Leftovers(found);
    }

    /// Neither the daemon nor containerd knows a container; the last one's clearing, which goes on in the background, is over.
    boolean hasNoContainer() {
        return Stream.of(
                                "containers",
                                "tasks",
                                "leases",
                                "ingests",
                                "directories",
                                "namespaces",
                                "fifos",
                                "links",
                                "mounts",
                                "volumes")
                        .allMatch(what -> found.getOrDefault(what, List.of()).isEmpty())
                && found.get("snapshots").stream().noneMatch(s -> s.matches("[0-9a-f]{64}"));
    }

    private static List<String> names(List<String> table) {
        return table.stream().skip(1).map(row -> row.split("\\s+")[0]).sorted().toList();
    }

    private static List<String> entries(Path directory) {
        try (Stream<Path> files = Files.list(directory)) {
            // What begins with a dot is the engine's own.
            return files.map(f -> f.getFileName().toString())
                    .filter(name -> !name.startsWith("."))
                    .sorted()
                    .toList();
        } catch (IOException absent) {
            return List.of();
        }
    }

    /// Waits until what is there is what was there at `before`; what goes on in the background may take a moment.
    static void sameAs(Leftovers before, TestDaemon daemon) {
        Eventually.holds(
                "nothing is left behind", () -> of(daemon).equals(before), () -> before.difference(of(daemon)));
    }

    private String difference(Leftovers after) {
        StringBuilder text = new StringBuilder();
        after.found.forEach((what, now) -> {
            if (!now.equals(found.get(what))) {
                text.append('\n')
                        .append(what)
                        .append(": ")
                        .append(found.get(what))
                        .append(" -> ")
                        .append(now);
            }
        });
        return text.toString();
    }
}
