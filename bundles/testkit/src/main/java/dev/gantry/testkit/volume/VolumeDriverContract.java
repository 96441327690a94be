package dev.gantry.testkit.volume;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.api.error.EngineException;
import dev.gantry.api.error.ErrorKind;
import dev.gantry.api.volume.DriverVolume;
import dev.gantry.api.volume.VolumeDriver;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// What every [VolumeDriver] has to keep.
public abstract class VolumeDriverContract {
    private static final int SWAPS = 50;

    /// A new instance of the driver over the same storage, as its component would be after an update of the bundle. Storage is empty
    /// at the beginning of each test.
    protected abstract VolumeDriver newDriver() throws Exception;

    /// Options with which a volume can be made and mounted.
    protected Map<String, String> options() {
        return Map.of();
    }

    @Test
    void hasAScope() throws Exception {
        assertTrue(Set.of("local", "global").contains(newDriver().scope()));
    }

    @Test
    void knowsNothingAtFirst() throws Exception {
        VolumeDriver driver = newDriver();
        assertEquals(List.of(), driver.list());
        assertNull(driver.find("contract"));
    }

    @Test
    void findsWhatItMade() throws Exception {
        VolumeDriver driver = newDriver();
        assertEquals("contract", driver.create("contract", options()).name());
        assertEquals("contract", Objects.requireNonNull(driver.find("contract")).name());
        assertEquals(
                List.of("contract"),
                driver.list().stream().map(DriverVolume::name).toList());
        driver.remove("contract");
        assertNull(driver.find("contract"));
        assertEquals(List.of(), driver.list());
    }

    @Test
    void makesAVolumeOnce() throws Exception {
        VolumeDriver driver = newDriver();
        driver.create("contract", options());
        driver.create("contract", options());
        assertEquals(1, driver.list().size());
        driver.remove("contract");
    }

    @Test
    void refusesAnOptionThatItDoesNotKnow() throws Exception {
        VolumeDriver driver = newDriver();
        EngineException refused =
                assertThrows(EngineException.class, () -> driver.create("contract", Map.of("no-such-option", "1")));
        assertEquals(ErrorKind.INVALID_PARAMETER, refused.kind());
        assertNull(driver.find("contract"), "something is left of a volume that was refused");
    }

    @Test
    void removesWhatIsNotThere() throws Exception {
        newDriver().remove("contract");
    }

    @Test
    void mountsADirectoryThatKeepsWhatIsWritten() throws Exception {
        VolumeDriver driver = newDriver();
        driver.create("contract", options());
        Files.writeString(mount(driver).resolve("kept"), "yes");
        driver.unmount("contract");
        assertEquals("yes", Files.readString(mount(driver).resolve("kept")));
        driver.unmount("contract");
        driver.remove("contract");
    }

    @Test
    void removesWhatWasWritten() throws Exception {
        VolumeDriver driver = newDriver();
        driver.create("contract", options());
        Files.writeString(mount(driver).resolve("kept"), "yes");
        driver.unmount("contract");
        driver.remove("contract");
        driver.create("contract", options());
        assertTrue(Files.notExists(mount(driver).resolve("kept")));
        driver.unmount("contract");
        driver.remove("contract");
    }

    @Test
    void keepsMountedVolumesOverFiftySwaps() throws Exception {
        VolumeDriver driver = newDriver();
        driver.create("contract", options());
        Path mounted = mount(driver);
        for (int swap = 0; swap < SWAPS; swap++) {
            Files.writeString(mounted.resolve("swap"), String.valueOf(swap));
            driver = newDriver();
            assertNotNull(driver.find("contract"));
            assertEquals(String.valueOf(swap), Files.readString(mounted.resolve("swap")));
        }
        driver.unmount("contract");
        driver.remove("contract");
    }

    private static Path mount(VolumeDriver driver) throws IOException {
        Path directory = driver.mount("contract");
        assertTrue(Files.isDirectory(directory), directory + " is no directory");
        return directory.toRealPath();
    }
}
