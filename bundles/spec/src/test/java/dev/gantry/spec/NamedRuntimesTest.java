package dev.gantry.spec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.api.linux.AtomicFiles;
import dev.gantry.json.JacksonCodec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NamedRuntimesTest {
    private final List<Integer> modes = new ArrayList<>();

    @TempDir
    Path directory;

    private final class PlainFiles implements AtomicFiles {
        @Override
        public void write(Path file, byte[] content, int mode) throws IOException {
            Files.write(file, content);
            modes.add(mode);
        }

        @Override
        public void writeVolatile(Path file, byte[] content, int mode) throws IOException {
            write(file, content, mode);
        }

        @Override
        public void delete(Path file) throws IOException {
            Files.deleteIfExists(file);
        }

        @Override
        public void directories(Path path, int mode) throws IOException {
            Files.createDirectories(path);
        }
    }

    private Instant boot = Instant.EPOCH;

    private NamedRuntimes read(String... entries) {
        NamedRuntimes runtimes = new NamedRuntimes();
        runtimes.read(entries, directory.resolve("runtimes"), new JacksonCodec(), new PlainFiles(), boot);
        return runtimes;
    }

    @Test
    void aPathIsCalledByTheRuncShim() {
        NamedRuntimes runtimes = read("crun={\"path\":\"/usr/bin/crun\"}");
        assertEquals(new NamedRuntimes.Runtime("/usr/bin/crun", "", Map.of()), runtimes.find("crun"));
        assertNull(runtimes.find("other"));
    }

    @Test
    void aTypeIsAShimOfItsOwn() {
        assertEquals(
                new NamedRuntimes.Runtime("", "io.containerd.kata.v2", Map.of()),
                read("kata={\"runtimeType\":\"io.containerd.kata.v2\"}").find("kata"));
    }

    @Test
    void optionsGoWithTheType() {
        assertEquals(
                Map.of("BinaryName", "/usr/bin/crun", "SystemdCgroup", true),
                read("x={\"runtimeType\":\"io.containerd.runc.v2\","
                                + "\"options\":{\"BinaryName\":\"/usr/bin/crun\",\"SystemdCgroup\":true}}")
                        .find("x")
                        .options());
    }

    @Test
    void argumentsAreGivenByAScriptThatQuotesThem() throws IOException {
        NamedRuntimes.Runtime runtime = read("x={\"path\":\"/a b\",\"runtimeArgs\":[\"--it's\",\"$(no)\"]}")
                .find("x");
        assertEquals(
                "#!/bin/sh\nexec '/a b' '--it'\\''s' '$(no)' \"$@\"\n", Files.readString(Path.of(runtime.program())));
        assertEquals(List.of(0700), modes);
    }

    @Test
    void theirDirectoryIsMadeForRootAlone() throws IOException {
        Path runtimes = Files.createDirectories(directory.resolve("runtimes"));
        Files.setPosixFilePermissions(runtimes, PosixFilePermissions.fromString("rwxr-xr-x"));
        read();
        assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(runtimes)));
    }

    /// Until the machine boots a container may run that needs it.
    @Test
    void aScriptThatIsNotCalledAnyMoreGoesAfterTheNextBoot() throws IOException {
        String entry = "x={\"path\":\"/a\",\"runtimeArgs\":[\"--b\"]}";
        Path script = Path.of(read(entry).find("x").program());
        read();
        assertTrue(Files.exists(script));
        boot = Instant.now().plusSeconds(60);
        read(entry);
        assertTrue(Files.exists(script));
        read();
        assertFalse(Files.exists(script));
    }
}
