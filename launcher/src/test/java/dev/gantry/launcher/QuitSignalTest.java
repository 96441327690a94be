package dev.gantry.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// The signal, sent to a virtual machine of the test's own.
@Timeout(60)
class QuitSignalTest {
    private static final Path JAVA = Path.of(System.getProperty("java.home"), "bin");

    private Process process;
    private BufferedReader errors;

    /// What the virtual machine of the test runs.
    public static final class Victim {
        private Victim() {}

        public static void main(String[] args) throws Exception {
            QuitSignal.watch(new ProcessLog(false, System.err, InstantSource.system()), System.err);
            CountDownLatch never = new CountDownLatch(1);
            Thread.ofVirtual().name("a-virtual-one").start(() -> {
                try {
                    never.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            });
            // The handler's own page is the only one of its kind: when it is there, the signal is taken over soon
            // after.
            System.out.println("ready");
            never.await();
        }
    }

    @BeforeEach
    void start() throws IOException {
        assumeTrue(System.getProperty("os.arch", "").equals("amd64"));
        process = new ProcessBuilder(List.of(
                        JAVA.resolve("java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Victim.class.getName()))
                .start();
        errors = process.errorReader(StandardCharsets.UTF_8);
        assertEquals("ready", process.inputReader(StandardCharsets.UTF_8).readLine());
        while (!isTakenOver()) {
            Thread.onSpinWait();
        }
    }

    @AfterEach
    void stop() {
        if (process != null) {
            process.destroyForcibly();
        }
    }

    /// Whether the kernel would run something else than the virtual machine's own code: then the machine's threads wait in ours.
    private boolean isTakenOver() throws IOException {
        try (var tasks = java.nio.file.Files.list(Path.of("/proc/" + process.pid() + "/task"))) {
            for (Path task : tasks.toList()) {
                if (java.nio.file.Files.readString(task.resolve("comm")).strip().equals("gantry-quit")
                        && java.nio.file.Files.readString(task.resolve("syscall"))
                                .startsWith("0 ")) {
                    return true;
                }
            }
            return false;
        }
    }

    private static int run(String... command) throws IOException, InterruptedException {
        Process one = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(one.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        int status = one.waitFor();
        assertTrue(status == 0, said);
        return said.contains("gantry-quit") ? 1 : 0;
    }

    @Test
    void showsAllStacksOnStandardErrorAndEndsWithTwo() throws Exception {
        run("kill", "-QUIT", Long.toString(process.pid()));
        String said = errors.lines().collect(Collectors.joining("\n"));
        assertTrue(process.waitFor(30, TimeUnit.SECONDS));
        assertEquals(2, process.exitValue(), said);
        assertTrue(said.startsWith("SIGQUIT: quit\n"), said);
        assertTrue(said.contains("a-virtual-one") && said.contains("\"main\""), said);
        assertEquals(-1, process.getInputStream().read());
    }

    @Test
    void toolsThatAttachAreLetInAndTheNextSignalEndsIt() throws Exception {
        String pid = Long.toString(process.pid());
        Path jcmd = JAVA.resolve("jcmd");
        assumeTrue(java.nio.file.Files.isExecutable(jcmd));
        assertEquals(1, run(jcmd.toString(), pid, "Thread.print"));
        assertEquals(1, run(jcmd.toString(), pid, "Thread.print"));
        assertFalse(process.waitFor(10, TimeUnit.MILLISECONDS));
        showsAllStacksOnStandardErrorAndEndsWithTwo();
    }
}
