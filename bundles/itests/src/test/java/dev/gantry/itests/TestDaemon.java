package dev.gantry.itests;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The distribution, run as a user runs it, on private sockets and directories in a network namespace of its own.
final class TestDaemon implements AutoCloseable {
    private static final AtomicInteger COUNT = new AtomicInteger();
    private static final String HOSTS_IN_FILE = "hosts in file";

    private final Path root;
    private final TestNetwork network;
    private final @Nullable PrivateContainerd containerd;
    private final Surroundings surroundings;
    private final List<String> flags;
    private Process process;

    /// What a service manager does before it starts the daemon.
    ///
    /// @param wrapper a program and its arguments that ends in becoming the daemon
    /// @param environment more variables
    record Surroundings(List<String> wrapper, Map<String, String> environment) {
        static final Surroundings NONE = new Surroundings(List.of(), Map.of());
    }

    private TestDaemon(
            Path root,
            TestNetwork network,
            @Nullable PrivateContainerd containerd,
            Surroundings surroundings,
            List<String> flags)
            throws IOException {
        this.root = root;
        this.network = network;
        this.containerd = containerd;
        this.surroundings = surroundings;
        this.flags = flags;
        this.process = launch();
    }

    /// Starts a daemon with these flags added and waits until it answers.
    static TestDaemon start(String... flags) {
        return start(false, _ -> Surroundings.NONE, flags);
    }

    /// The same, as a service manager does it.
    ///
    /// @param surroundings is given the directory of the test
    static TestDaemon startIn(Function<Path, Surroundings> surroundings, String... flags) {
        return start(false, surroundings, flags);
    }

    /// The same, but the daemon finds or starts containerd by itself.
    static TestDaemon startSupervising(String... flags) {
        return start(true, _ -> Surroundings.NONE, flags);
    }

    /// A daemon whose hosts are in its configuration file and may change; [#host] is among them.
    static TestDaemon startWithHostsInFile() {
        return start(false, _ -> Surroundings.NONE, HOSTS_IN_FILE);
    }

    private static TestDaemon start(boolean supervising, Function<Path, Surroundings> surroundings, String... flags) {
        String name = "gantry-it-" + ProcessHandle.current().pid() + "-" + COUNT.incrementAndGet();
        try {
            Path root = Files.createDirectories(Path.of("/tmp", name));
            TestNetwork network = new TestNetwork(name);
            PrivateContainerd containerd =
                    supervising ? null : new PrivateContainerd(root.resolve("containerd"), network);
            try {
                return new TestDaemon(root, network, containerd, surroundings.apply(root), List.of(flags));
            } catch (IOException | RuntimeException | AssertionError e) {
                // Nobody holds what was made for a daemon that did not start.
                if (containerd != null) {
                    containerd.close();
                }
                network.close();
                delete(root);
                throw e;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /// The unpacked distribution that is under test. (The property `gantry.command` runs the same tests against another daemon.)
    static Path distribution() {
        Path given = Path.of(System.getProperty("gantry.dist", "../../launcher/target/gantry-dist"));
        return given.toAbsolutePath().normalize();
    }

    private Process launch() throws IOException {
        List<String> command = new ArrayList<>(surroundings.wrapper());
        command.add(System.getProperty(
                "gantry.command", distribution().resolve("bin/gantryd").toString()));
        command.addAll(commonFlags());
        if (flags.contains(HOSTS_IN_FILE)) {
            command.subList(command.indexOf("-H"), command.indexOf("-H") + 2).clear();
        }
        flags.stream().filter(flag -> !flag.equals(HOSTS_IN_FILE)).forEach(command::add);
        ProcessBuilder builder = new ProcessBuilder(network.inside(command))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()));
        builder.environment().putAll(surroundings.environment());
        Process started = builder.start();
        Eventually.holds("the daemon answers", () -> answers(started), this::logTail);
        return started;
    }

    private List<String> commonFlags() {
        List<String> common = new ArrayList<>(List.of(
                "-H", host(),
                "--data-root", dataRoot().toString(),
                "--exec-root", root.resolve("exec").toString(),
                "--pidfile", root.resolve("gantry.pid").toString(),
                "--config-file", configFile().toString()));
        if (containerd != null) {
            common.addAll(List.of("--containerd", containerd.socket().toString()));
        }
        return common;
    }

    Path configFile() {
        Path file = root.resolve("daemon.json");
        try {
            if (!Files.exists(file)) {
                Files.writeString(file, flags.contains(HOSTS_IN_FILE) ? "{\"hosts\": [\"" + host() + "\"]}" : "{}\n");
            }
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        return file;
    }

    private boolean answers(Process started) {
        if (!started.isAlive()) {
            throw new AssertionError("the daemon ended with " + started.exitValue() + "\n" + logTail());
        }
        return Command.run("curl", "-sf", "--unix-socket", socket().toString(), "http://gantry/_ping")
                        .exit()
                == 0;
    }

    Path socket() {
        return root.resolve("docker.sock");
    }

    String host() {
        return "unix://" + socket();
    }

    Path root() {
        return root;
    }

    Path dataRoot() {
        return root.resolve("data");
    }

    Path execRoot() {
        return root.resolve("exec");
    }

    Path log() {
        return root.resolve("gantry.log");
    }

    TestNetwork network() {
        return network;
    }

    PrivateContainerd containerd() {
        return Objects.requireNonNull(containerd, "this daemon has its own containerd");
    }

    long pid() {
        return process.pid();
    }

    /// The end of the daemon's log, for failures.
    String logTail() {
        try {
            List<String> lines = Files.readAllLines(log());
            return String.join("\n", lines.subList(Math.max(0, lines.size() - 60), lines.size()));
        } catch (IOException e) {
            return "no log: " + e;
        }
    }

    /// Runs the docker CLI against this daemon.
    Command.Result docker(String... arguments) {
        return dockerWithInput(new byte[0], arguments);
    }

    Command.Result dockerWithInput(byte[] input, String... arguments) {
        List<String> command = new ArrayList<>(List.of("docker"));
        command.addAll(List.of(arguments));
        return Command.run(command, environment(), input);
    }

    /// Runs the docker CLI on a pseudo terminal; standard output and error come together.
    Command.Result dockerOnTerminal(String input, String arguments) {
        List<String> command = List.of("script", "-qefc", "docker " + arguments, "/dev/null");
        return Command.run(command, environment(), input.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }

    Map<String, String> environment() {
        return Map.of(
                "DOCKER_HOST", host(), "DOCKER_CONFIG", root.resolve("cli").toString(), "TERM", "xterm");
    }

    /// A command of the Felix console.
    Command.Result console(String line) {
        return Command.run(
                distribution().resolve("bin/gantry-console").toString(),
                "--socket",
                execRoot().resolve("gantry-console.sock").toString(),
                "-c",
                line);
    }

    /// The number that the framework gave a bundle.
    String bundleId(String symbolicName) {
        return console("lb -s").lines().stream()
                .filter(line -> line.contains("|" + symbolicName + " ") || line.contains("|" + symbolicName + "|"))
                .map(line -> line.split("\\|")[0].strip())
                .findFirst()
                .orElseThrow(() -> new AssertionError(
                        "no bundle " + symbolicName + "\n" + console("lb -s").out()));
    }

    /// A GET (or another method) with curl; the result is the body, then a line with the status.
    Command.Result http(String method, String path, String... more) {
        List<String> command = new ArrayList<>(List.of(
                "curl",
                "-s",
                "-X",
                method,
                "--unix-socket",
                socket().toString(),
                "-w",
                "\n%{http_code}",
                "http://gantry" + path));
        command.addAll(List.of(more));
        return Command.run(command, Map.of(), new byte[0]);
    }

    /// Ends the daemon as a crash does.
    void crash() throws InterruptedException {
        process.destroyForcibly();
        process.waitFor();
    }

    /// Sends a signal, by its name without `SIG`.
    void signal(String name) {
        Command.run("kill", "-" + name, Long.toString(process.pid())).ok();
    }

    /// SIGTERM, then the exit code.
    int terminate() throws InterruptedException {
        process.destroy();
        return awaitExit();
    }

    /// The exit code of a daemon that has been told to end.
    int awaitExit() throws InterruptedException {
        if (!process.waitFor(60, TimeUnit.SECONDS)) {
            throw new AssertionError("still running 60 s after SIGTERM\n" + logTail());
        }
        return process.exitValue();
    }

    /// Starts the daemon again on the same state.
    void startAgain() throws IOException {
        process = launch();
    }

    @Override
    public void close() throws Exception {
        if (process.isAlive()) {
            docker("ps", "-aq").out().lines().forEach(id -> docker("rm", "-fv", id));
            process.destroy();
            if (!process.waitFor(30, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                process.waitFor();
            }
        }
        if (containerd != null) {
            containerd.close();
        }
        network.close();
        delete(root);
    }

    private static void delete(Path root) {
        Mounts.unmountBelow(root);
        Command.run("rm", "-rf", "--one-file-system", root.toString());
    }
}
