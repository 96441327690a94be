package dev.gantry.api.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.gantry.api.error.EngineException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReferenceTest {
    private static final String SHA = "sha256:" + "ab".repeat(32);

    @ParameterizedTest
    @CsvSource({
        "busybox, docker.io/library/busybox, busybox",
        "busybox:1.36, docker.io/library/busybox:1.36, busybox:1.36",
        "library/busybox, docker.io/library/busybox, busybox",
        "docker.io/busybox:a, docker.io/library/busybox:a, busybox:a",
        "index.docker.io/u/r, docker.io/u/r, u/r",
        "docker.io/library/a/b, docker.io/library/a/b, library/a/b",
        "user/repo, docker.io/user/repo, user/repo",
        "localhost/x, localhost/x, localhost/x",
        "localhost:5000/x:5000, localhost:5000/x:5000, localhost:5000/x:5000",
        "127.0.0.1:5000/a/b_c.d-e__f, 127.0.0.1:5000/a/b_c.d-e__f, 127.0.0.1:5000/a/b_c.d-e__f",
        "'[::1]:5000/x', '[::1]:5000/x', '[::1]:5000/x'",
        "ghcr.io/o/r:v1.0, ghcr.io/o/r:v1.0, ghcr.io/o/r:v1.0",
        "HOST/x, HOST/x, HOST/x",
    })
    void completesNamesAsDockerDoes(String written, String full, String familiar) {
        Reference reference = Reference.parse(written);
        assertEquals(full, reference.toString());
        assertEquals(familiar, reference.familiar());
    }

    @Test
    void readsTagAndDigestTogether() {
        Reference reference = Reference.parse("busybox:1@" + SHA);
        assertEquals("1", reference.tag());
        assertEquals(SHA, reference.digest());
        assertEquals("busybox:1@" + SHA, reference.familiar());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ":",
                "a:",
                "/a",
                "a//b",
                "a b",
                "-a",
                "a_",
                "a:b:c",
                "a@",
                "a@sha256:12",
                "https://x/y",
                "a..b",
                "ä"
            })
    void refusesWhatIsNoReference(String written) {
        assertEquals(
                "invalid reference format",
                assertThrows(EngineException.class, () -> Reference.parse(written))
                        .getMessage());
    }

    @Test
    void refusesUpperCaseInTheRepository() {
        assertEquals(
                "invalid reference format: repository name (library/Busybox) must be lowercase",
                assertThrows(EngineException.class, () -> Reference.parse("Busybox"))
                        .getMessage());
    }

    @Test
    void refusesAnIdAsRepository() {
        String id = "ab".repeat(32);
        assertEquals(
                "invalid repository name (" + id + "), cannot specify 64-byte hexadecimal strings",
                assertThrows(EngineException.class, () -> Reference.parse(id)).getMessage());
    }

    @Test
    void addsLatestOnlyWhereNothingIsSaid() {
        assertEquals("latest", Reference.parse("a").orLatest().tag());
        assertEquals("b", Reference.parse("a:b").orLatest().tag());
        assertNull(Reference.parse("a@" + SHA).orLatest().tag());
    }
}
