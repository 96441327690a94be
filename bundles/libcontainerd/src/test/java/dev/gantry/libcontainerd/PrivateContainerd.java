package dev.gantry.libcontainerd;

import dev.gantry.api.error.EngineException;
import dev.gantry.api.runtime.ContainerRecord;
import dev.gantry.api.runtime.ExecSpec;
import dev.gantry.api.runtime.Runtime;
import dev.gantry.api.runtime.ShimOptions;
import dev.gantry.api.runtime.Stdio;
import dev.gantry.api.runtime.TaskSpec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/// A containerd of the test's own, supervised by the code under test, with a root file system of busybox to run.
final class PrivateContainerd implements AutoCloseable {
    private static final Path BUSYBOX = Path.of("/usr/bin/busybox");

    final Path directory;
    final Path rootfs;
    private Containerd client;

    private PrivateContainerd(Path directory) throws IOException {
        this.directory = directory;
        this.rootfs = directory.resolve("rootfs");
        makeRootfs();
        client = connect();
    }

    static PrivateContainerd start() {
        Assumptions.assumeTrue("root".equals(System.getProperty("user.name")), "needs root");
        Assumptions.assumeTrue(Files.isExecutable(Path.of("/usr/bin/containerd")), "needs containerd");
        Assumptions.assumeTrue(Files.isExecutable(BUSYBOX), "needs busybox-static");
        try {
            return new PrivateContainerd(Files.createTempDirectory("gctrd"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void makeRootfs() throws IOException {
        for (String name : List.of("bin", "proc", "dev", "tmp", "sys")) {
            Files.createDirectories(rootfs.resolve(name));
        }
        Files.copy(BUSYBOX, rootfs.resolve("bin/busybox"), StandardCopyOption.COPY_ATTRIBUTES);
        for (String name : List.of("sh", "sleep", "echo", "cat", "true", "stty")) {
            Files.createSymbolicLink(rootfs.resolve("bin/" + name), Path.of("busybox"));
        }
    }

    Settings settings() {
        return new Settings(
                null,
                directory.resolve("no.sock"),
                "moby",
                directory.resolve("data"),
                directory.resolve("run"),
                Settings.Log.USUAL,
                false,
                "native");
    }

    private Containerd connect() {
        Containerd made = new Containerd(settings(), null);
        made.await(Duration.ofSeconds(20));
        return made;
    }

    Containerd client() {
        return client;
    }

    /// As if the daemon had died: the connection ends, containerd stays; a second daemon comes.
    void replaceDaemon() {
        client.stop(false);
        client = connect();
    }

    long pid() throws IOException {
        return Long.parseLong(Files.readString(directory.resolve("run/containerd/containerd.pid"))
                .strip());
    }

    Path fifo(String name) {
        Path fifo = directory.resolve(name);
        run("mkfifo", fifo.toString());
        return fifo;
    }

    TaskSpec task(String id, Stdio stdio, String... command) {
        return new TaskSpec(
                id,
                spec(id, stdio.terminal(), command).getBytes(StandardCharsets.UTF_8),
                List.of(),
                stdio,
                ShimOptions.runc(directory.resolve("runc").toString()),
                new ContainerRecord("busybox", "", "", Map.of("who", "test")));
    }

    ExecSpec exec(String id, String execId, Stdio stdio, String... command) {
        return new ExecSpec(id, execId, process(stdio.terminal(), command).getBytes(StandardCharsets.UTF_8), stdio);
    }

    private static String process(boolean terminal, String... command) {
        return """
                {"terminal": %s, "user": {"uid": 0, "gid": 0}, "cwd": "/", "env": ["PATH=/bin"], "args": [%s],
                 "capabilities": {"bounding": ["CAP_KILL"], "permitted": ["CAP_KILL"], "effective": ["CAP_KILL"]}}
                """.formatted(
                terminal, Stream.of(command).map(word -> '"' + word + '"').collect(Collectors.joining(",")));
    }

    private String spec(String id, boolean terminal, String... command) {
        return """
                {"ociVersion": "1.0.2", "process": %s, "root": {"path": "%s"}, "hostname": "box",
                 "mounts": [{"destination": "/proc", "type": "proc", "source": "proc"},
                            {"destination": "/dev", "type": "tmpfs", "source": "tmpfs"},
                            {"destination": "/dev/pts", "type": "devpts", "source": "devpts",
                             "options": ["newinstance", "ptmxmode=0666", "mode=0620"]}],
                 "linux": {"namespaces": [{"type": "pid"}, {"type": "ipc"}, {"type": "uts"}, {"type": "mount"},
                                          {"type": "network"}],
                           "cgroupsPath": "/%s-%s",
                           "resources": {"memory": {"limit": 67108864}}}}
                """.formatted(process(terminal, command), rootfs, directory.getFileName(), id);
    }

    static void run(String... command) {
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new IllegalStateException(String.join(" ", command) + ": " + output);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        try {
            Runtime runtime = new ContainerdRuntime(client);
            for (String id : runtime.records()) {
                runtime.discard(id);
            }
        } catch (EngineException e) {
            // The test has broken it; the processes below the directory are what counts.
        }
        client.stop(true);
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
