package dev.gantry.libcontainerd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.gantry.api.runtime.RuntimeVersion.Component;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OciRuntimeVersionTest {
    @TempDir
    Path directory;

    private String program(String script) throws IOException {
        Path file = directory.resolve("runtime");
        Files.writeString(file, "#!/bin/sh\n" + script);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
        return file.toString();
    }

    @Test
    void asksTheProgram() throws IOException {
        String runtime = program("echo some version 1.2; echo commit: abc >&2");
        assertEquals(new Component("1.2", "abc"), OciRuntimeVersion.ask(runtime));
    }

    @Test
    void asksTheProgramForItsFeatures() throws IOException {
        String runtime =
                program("[ \"$1\" = features ] && echo '{' && echo '\"ociVersionMin\": \"1.0.0\"}'; echo noise >&2");
        assertEquals("{\n\"ociVersionMin\": \"1.0.0\"}", OciRuntimeVersion.features(runtime));
    }

    @Test
    void aProgramThatKnowsNoFeaturesHasNone() throws IOException {
        assertEquals("", OciRuntimeVersion.features(program("echo usage; exit 1")));
        assertNull(OciRuntimeVersion.features(directory.resolve("none").toString()));
    }

    @Test
    void oneThatDoesNotTellItsFeaturesInTimeHasNotAnswered() throws IOException {
        assertNull(OciRuntimeVersion.features(program("echo '{}'; exec sleep 1000"), Duration.ofMillis(500)));
    }

    @Test
    void featuresAreAskedForAgainUntilThereIsAnAnswer() throws IOException {
        ContainerdVersion version = new ContainerdVersion(null);
        String runtime = directory.resolve("runtime").toString();
        assertEquals("", version.ociFeatures(runtime));
        program("echo '{\"a\": 1}'");
        assertEquals("{\"a\": 1}", version.ociFeatures(runtime));
        program("echo '{}'");
        assertEquals("{\"a\": 1}", version.ociFeatures(runtime), "it was asked again");
    }

    /// Neither the one that writes nothing nor what it has started keeps whoever asks, and neither stays.
    @Test
    void endsAProgramThatDoesNotAnswer() throws Exception {
        Path child = directory.resolve("child");
        String runtime = program("sleep 1000 & echo $! > " + child + "; wait");
        Component answer = assertTimeoutPreemptively(
                Duration.ofSeconds(20), () -> OciRuntimeVersion.ask(runtime, Duration.ofSeconds(1)));
        assertEquals(new Component("", ""), answer);
        long pid = Long.parseLong(Files.readString(child).strip());
        var left = ProcessHandle.of(pid);
        if (left.isPresent()) {
            left.get().onExit().get(10, TimeUnit.SECONDS);
        }
        assertFalse(ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false));
    }
}
