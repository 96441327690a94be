package dev.gantry.itests;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// `--restart=false`: policies hold while the daemon runs, and start nothing with it.
@Tag("machine")
class RestartFlagE2eTest {
    private TestDaemon daemon;

    @BeforeEach
    void start() throws IOException {
        daemon = TestDaemon.start("--restart=false");
        TestImages.importBusybox(daemon);
    }

    @AfterEach
    void stop() throws Exception {
        daemon.close();
    }

    private String inspect(String name, String format) {
        return daemon.docker("inspect", "-f", format, name).ok();
    }

    @Test
    void policiesStartNothingWithTheDaemon() throws Exception {
        daemon.docker("run", "-d", "--name", "always", "--restart", "always", "busybox", "sleep", "600")
                .ok();
        daemon.docker("run", "-d", "--name", "failing", "--restart", "always", "busybox", "false")
                .ok();
        daemon.docker("run", "-d", "--name", "again", "--restart", "always", "busybox", "sleep", "600")
                .ok();
        String pid = inspect("again", "{{.State.Pid}}");
        Command.run("kill", "-KILL", pid).ok();
        Eventually.holds(
                "it runs again",
                () -> inspect("again", "{{.RestartCount}} {{.State.Status}}").equals("1 running"));
        Eventually.holds(
                "it waits", () -> inspect("failing", "{{.State.Status}}").equals("restarting"));
        String killed = inspect("again", "{{.State.Pid}}");
        daemon.crash();
        Command.run("kill", "-KILL", killed).ok();
        daemon.startAgain();
        assertEquals("running", inspect("always", "{{.State.Status}}"));
        assertEquals("exited 137", inspect("again", "{{.State.Status}} {{.State.ExitCode}}"));
        assertEquals("exited false", inspect("failing", "{{.State.Status}} {{.State.Restarting}}"));
        daemon.terminate();
        daemon.startAgain();
        assertEquals("exited", inspect("always", "{{.State.Status}}"));
        daemon.docker("start", "always").ok();
        assertEquals("running", inspect("always", "{{.State.Status}}"));
    }
}
