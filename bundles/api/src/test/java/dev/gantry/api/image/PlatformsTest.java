package dev.gantry.api.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.api.error.EngineException;
import org.junit.jupiter.api.Test;

class PlatformsTest {
    private static int fit(String wanted, String candidate) {
        return Platforms.fit(Platforms.parse(wanted), Platforms.parse(candidate));
    }

    @Test
    void readsAllSpellings() {
        assertEquals("linux/arm64", Platforms.format(Platforms.parse("linux/aarch64/v8")));
        assertEquals("linux/amd64", Platforms.format(Platforms.parse("x86_64")));
        assertEquals("linux/arm/v7", Platforms.format(Platforms.parse("linux/arm")));
        assertEquals("linux", Platforms.parse("linux").os());
        assertThrows(EngineException.class, () -> Platforms.parse("a/b/c/d"));
        assertThrows(EngineException.class, () -> Platforms.parse("lin ux/amd64"));
    }

    @Test
    void takesOlderVariantsButNoNewerOnes() {
        assertEquals(100, fit("linux/amd64", "linux/amd64"));
        assertEquals(0, fit("linux/amd64", "linux/arm64"));
        assertEquals(0, fit("linux/amd64", "windows/amd64"));
        assertTrue(fit("linux/arm/v7", "linux/arm/v6") > fit("linux/arm/v7", "linux/arm/v5"));
        assertEquals(0, fit("linux/arm/v6", "linux/arm/v7"));
        assertTrue(fit("linux/amd64/v3", "linux/amd64") > 0);
        assertEquals(0, fit("linux/amd64", "linux/amd64/v3"));
    }
}
