package dev.gantry.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.api.container.RemoveRequest;
import dev.gantry.api.error.EngineException;
import dev.gantry.engine.record.ContainerFacts;
import dev.gantry.engine.record.ContainerMount;
import dev.gantry.engine.record.ContainerStore;
import dev.gantry.engine.record.RunState;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(20)
class RemoveContainerTest {
    private static final String ID = "a".repeat(64);
    private static final RemoveRequest PLAIN = new RemoveRequest(false, false, false);

    @TempDir
    Path root;

    private FakeEngine engine;

    @BeforeEach
    void start() {
        engine = new FakeEngine(root);
    }

    @AfterEach
    void stop() {
        engine.close();
    }

    private static ContainerFacts withVolume() {
        return Examples.facts(ID, "web")
                .withMounts(List.of(
                        new ContainerMount("volume", "v", "", "/v", "local", "", true, "", true, true, false, null)));
    }

    private String onDisk() {
        try {
            ContainerFacts facts = engine.machinery.store().load(ID);
            return facts == null ? "nothing" : facts.state().word();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void thatItIsBeingRemovedIsOnDiskBeforeAnythingGoes() {
        Container container = engine.add(withVolume());
        List<String> seen = new CopyOnWriteArrayList<>();
        engine.behaving((call, _) -> {
            if (call.equals("Volumes.release") || call.equals("Events.publish")) {
                seen.add(call + " " + onDisk());
            }
            return null;
        });
        engine.removing().remove(container, PLAIN, () -> {});
        assertEquals(List.of("Volumes.release dead", "Events.publish nothing"), seen);
    }

    /// Neither on a full disk nor after somebody has cleared it by hand.
    @Test
    void aRemovalThatCannotBeNotedIsNotRefused() throws IOException {
        Container container = engine.add(withVolume());
        List<String> released = new CopyOnWriteArrayList<>();
        engine.behaving((call, _) -> {
            if (call.equals("Volumes.release")) {
                released.add(call);
            }
            return null;
        });
        ContainerStore.deleteTree(root.resolve("data/containers").resolve(ID));
        engine.removing().remove(container, PLAIN, () -> {});
        assertEquals(List.of(), engine.names());
        assertEquals(List.of("Volumes.release"), released);
    }

    @Test
    void aRemovalThatFailsLeavesADeadContainerThatCanBeRemoved() throws IOException {
        Container container = engine.add(withVolume());
        Path record = root.resolve("data/containers").resolve(ID).resolve("config.v2.json");
        engine.behaving((call, _) -> {
            if (call.equals("Volumes.release")) {
                inTheWay(record);
            }
            return null;
        });
        RemoveContainer removing = engine.removing();
        EngineException refusal =
                assertThrows(EngineException.class, () -> removing.remove(container, PLAIN, () -> {}));
        assertTrue(refusal.getMessage().startsWith("cannot remove the container's record"), refusal.getMessage());
        assertTrue(container.state() instanceof RunState.Dead);
        assertEquals(List.of("web"), engine.names());
        engine.behaving((_, _) -> null);
        Files.delete(record.resolve("in the way"));
        Files.delete(record);
        removing.remove(container, PLAIN, () -> {});
        assertEquals(List.of(), engine.names());
    }

    private static void inTheWay(Path record) {
        try {
            Files.delete(record);
            Files.createDirectories(record.resolve("in the way"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
