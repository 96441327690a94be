package dev.gantry.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What the scripts find on a machine.
@Timeout(60)
class ScriptsTest {
    @TempDir
    Path directory;

    /// @return what the script prints, and its status where that is not 0
    private String run(String shell, String script) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(shell, "-c", script).redirectErrorStream(true);
        builder.environment().put("JAVA_HOME", directory.toString());
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        int status = process.waitFor();
        return output + (status == 0 ? "" : "status " + status);
    }

    private void fakeJava(String says) throws IOException {
        Path java = Files.createDirectories(directory.resolve("bin")).resolve("java");
        Files.writeString(java, "#!/bin/sh\nprintf '" + says + "' >&2\n");
        Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwx------"));
    }

    /// A library at the head of a long list was taken for missing: the list's end met a closed pipe.
    @Test
    void aLibraryThatIsThereIsNotInstalled() throws Exception {
        String list =
                "ldconfig() { echo libx.so.1; seq 200000 || return 1; }; apt_install() { echo \"installs $1\"; }; ";
        String setup = "set -euo pipefail; . ./setup.sh; " + list;
        assertEquals("", run("bash", setup + "ensure_library libx.so.1 x"));
        assertEquals("installs y\n", run("bash", setup + "ensure_library liby.so.1 y"));
    }

    @Test
    void aJdkIsKnownByItsVersionWhateverElseItSays() throws Exception {
        String setup = "set -euo pipefail; . ./setup.sh; is_jdk_25 \"$JAVA_HOME\" && echo yes || echo no";
        String start =
                "GANTRY_HOME=/nowhere; . ./src/dist/lib/java.sh; [ $java = $JAVA_HOME/bin/java ] && echo yes || echo no";
        fakeJava("Picked up JAVA_TOOL_OPTIONS: -Da=b\\nopenjdk version \"25.0.3\" 2026-04-21\\n");
        assertEquals("yes\n", run("bash", setup));
        assertEquals("yes\n", run("sh", start));
        fakeJava("openjdk version \"17.0.25\" 2025-01-21\\nOpenJDK Server VM \"25\"\\n");
        assertEquals("no\n", run("bash", setup));
    }

    /// What the registry client's tests of a proxy with a password are run with.
    @Test
    void theDaemonMaySendAPasswordToAProxyOnTheWayToHttps() throws Exception {
        String flags = "GANTRY_HOME=/nowhere; . ./src/dist/lib/java.sh; case $flags in"
                + " *-Djdk.http.auth.tunneling.disabledSchemes=) echo yes ;; esac";
        fakeJava("openjdk version \"25.0.3\" 2026-04-21\\n");
        assertEquals("yes\n", run("sh", flags));
    }
}
