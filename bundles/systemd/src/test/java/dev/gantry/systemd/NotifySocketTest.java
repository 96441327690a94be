package dev.gantry.systemd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.gantry.linux.KernelSockets;
import dev.gantry.linux.SystemCalls;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Against a socket that stands in for the service manager's.
@Timeout(20)
class NotifySocketTest {
    private static final String SOCAT = "/usr/bin/socat";

    @TempDir
    Path directory;

    private static void hears(String address, Path kernelName, String variable) throws IOException {
        assumeTrue(Files.isExecutable(Path.of(SOCAT)));
        Process ear = new ProcessBuilder(SOCAT, "-u", address, "STDOUT").start();
        try (InputStream heard = ear.getInputStream()) {
            while (Files.readAllLines(Path.of("/proc/net/unix")).stream()
                    .noneMatch(line -> line.endsWith(" " + kernelName))) {
                Thread.onSpinWait();
            }
            SystemdNotifier notifier =
                    new SystemdNotifier(new KernelSockets(new SystemCalls()), Map.of("NOTIFY_SOCKET", variable), 1);
            notifier.starting("containers");
            notifier.ready();
            notifier.stopping();
            String said = "STATUS=Starting: containers" + "READY=1\nSTATUS=Serving the Docker API"
                    + "STOPPING=1\nSTATUS=Stopping";
            assertEquals(said, new String(heard.readNBytes(said.length()), StandardCharsets.UTF_8));
        } finally {
            ear.destroy();
        }
    }

    @Test
    void theSocketMayHaveAPath() throws IOException {
        Path path = directory.resolve("notify");
        hears("UNIX-RECV:" + path, path, path.toString());
    }

    @Test
    void theSocketMayBeAbstract() throws IOException {
        String name = "gantry-notify-" + ProcessHandle.current().pid();
        hears("ABSTRACT-RECV:" + name, Path.of("@" + name), "@" + name);
    }

    @Test
    void aSocketThatHasGoneIsNoReasonToFail() {
        new SystemdNotifier(
                        new KernelSockets(new SystemCalls()),
                        Map.of("NOTIFY_SOCKET", directory.resolve("none").toString()),
                        1)
                .ready();
    }
}
