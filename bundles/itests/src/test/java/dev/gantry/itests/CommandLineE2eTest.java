package dev.gantry.itests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/// What the daemon says and how it ends when it cannot start.
@Tag("machine")
@ExtendWith(SharedDaemon.class)
class CommandLineE2eTest {
    private final TestDaemon daemon;

    @TempDir
    Path directory;

    CommandLineE2eTest(TestDaemon daemon) {
        this.daemon = daemon;
    }

    private Command.Result gantryd(String... arguments) {
        List<String> command = new ArrayList<>(List.of(System.getProperty(
                "gantry.command",
                TestDaemon.distribution().resolve("bin/gantryd").toString())));
        command.addAll(List.of(arguments));
        return Command.run(daemon.network().inside(command), java.util.Map.of(), new byte[0]);
    }

    private Command.Result onOwnPaths(String... more) {
        List<String> all = new ArrayList<>(List.of(
                "--data-root",
                directory.resolve("data").toString(),
                "--exec-root",
                directory.resolve("exec").toString(),
                "--pidfile",
                directory.resolve("pid").toString()));
        all.addAll(List.of(more));
        return gantryd(all.toArray(String[]::new));
    }

    private static void failsWith(Command.Result result, String words) {
        assertEquals(1, result.exit(), result.out() + result.err());
        assertTrue((result.out() + result.err()).contains(words), result.out() + result.err());
    }

    @Test
    void helpAndVersionNeedNothing() {
        for (String flag : List.of("--help", "-h")) {
            assertTrue(gantryd(flag).ok().contains("--data-root"));
        }
        for (String flag : List.of("--version", "-v", "-Dv")) {
            assertTrue(gantryd(flag).ok().startsWith("Gantry version "));
        }
    }

    @Test
    void validateSaysSoOnStandardErrorAndLeavesNothing() throws Exception {
        Path file = Files.writeString(directory.resolve("good.json"), "{\"icc\": false, \"log-level\": \"warn\"}");
        Command.Result good = onOwnPaths("--validate", "--config-file=" + file, "-H", "unix://" + directory + "/s");
        assertEquals(0, good.exit(), good.err());
        assertEquals("configuration OK", good.err().strip());
        assertEquals("", good.out());
        assertTrue(Files.notExists(directory.resolve("data")));
        failsWith(
                onOwnPaths("--validate", "--config-file=" + file, "--iptables=false"),
                "--iptables=false with --icc=false");
        failsWith(
                onOwnPaths("--validate", "--config-file=" + file, "-l", "info"), "(from flag: info, from file: warn)");
    }

    @Test
    void theLogBeginsInItsFormat() throws Exception {
        try (TestDaemon own = TestDaemon.start("--log-format=json", "--experimental", "-D")) {
            List<String> order = List.of(
                    "\"msg\":\"Starting up\"",
                    "\"msg\":\"Running with experimental features enabled\"",
                    "\"msg\":\"API listen on " + own.socket() + "\"",
                    "\"msg\":\"Daemon has completed initialization");
            Eventually.holds("the daemon is ready", () -> read(own.log()).contains(order.getLast()), own::logTail);
            String log = read(own.log());
            int last = 0;
            for (String line : order) {
                assertTrue(log.indexOf(line) >= last, line + " in\n" + log);
                last = log.indexOf(line);
            }
            assertTrue(log.contains("\"level\":\"debug\""), "-D");
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void anUnknownFlagIsNamed() {
        failsWith(gantryd("--nosuch"), "unknown flag: --nosuch");
        failsWith(gantryd("extra"), "accepts no argument");
    }

    @Test
    void aBadValueIsNamed() {
        failsWith(gantryd("--mtu", "abc"), "invalid argument \"abc\" for \"--mtu\" flag");
    }

    @Test
    void aKnownFlagThatComesLaterIsRefusedByName() {
        Command.Result result = onOwnPaths("--userns-remap", "default");
        failsWith(result, "userns-remap");
        assertTrue((result.out() + result.err()).contains("not supported yet"), result.out() + result.err());
    }

    @Test
    void aBadFileIsNamed() throws Exception {
        failsWith(
                onOwnPaths("--config-file", directory.resolve("nosuch.json").toString()),
                "unable to configure the Docker daemon with file " + directory.resolve("nosuch.json"));
        Path file = Files.writeString(directory.resolve("bad.json"), "{\"nosuch\":1}");
        failsWith(
                onOwnPaths("--config-file", file.toString()),
                "the following directives don't match any configuration option: nosuch");
        Files.writeString(file, "{\"debug\":true}");
        failsWith(
                onOwnPaths("--config-file", file.toString(), "--debug=false"),
                "the following directives are specified both as a flag and in the configuration file: debug: (from flag: false, from file: true)");
        Files.writeString(file, "{\"debug\":");
        failsWith(onOwnPaths("--config-file", file.toString()), "unexpected end of JSON input");
    }

    @Test
    void anotherEngineOnTheSocketIsLeftAlone() {
        Command.Result result = onOwnPaths("-H", daemon.host());
        failsWith(result, "-H");
        assertEquals("ok", daemon.docker("run", "--rm", "busybox", "echo", "ok").ok());
    }

    @Test
    void anotherEnginesDataRootIsLeftAlone() {
        Command.Result result = gantryd(
                "-H",
                "unix://" + directory.resolve("d.sock"),
                "--data-root",
                daemon.dataRoot().toString(),
                "--exec-root",
                directory.resolve("exec").toString(),
                "--pidfile",
                directory.resolve("pid").toString());
        failsWith(result, "--data-root");
    }
}
