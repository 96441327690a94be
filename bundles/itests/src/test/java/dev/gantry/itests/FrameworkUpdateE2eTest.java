package dev.gantry.itests;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Updates of what the parts themselves stand on: all of them go and come back, and no container notices.
@Tag("machine")
class FrameworkUpdateE2eTest {
    private TestDaemon daemon;

    @BeforeEach
    void start() throws IOException {
        daemon = TestDaemon.start();
        TestImages.importBusybox(daemon);
    }

    @AfterEach
    void stop() throws Exception {
        if (daemon != null) {
            daemon.close();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"org.apache.felix.scr", "org.apache.felix.configadmin", "dev.gantry.console"})
    void theDaemonComesBackAndContainersLiveOn(String bundle) {
        String id = daemon.docker("run", "-d", "busybox", "sleep", "100").ok();
        String pid = daemon.docker("inspect", "-f", "{{.State.Pid}}", id).ok();
        daemon.console("update " + bundle).ok();
        Eventually.holds("it serves again", () -> daemon.docker("version").exit() == 0);
        assertEquals(pid, daemon.docker("inspect", "-f", "{{.State.Pid}}", id).ok());
        assertEquals(
                "new", daemon.docker("run", "--rm", "busybox", "echo", "new").ok());
    }
}
