package dev.gantry.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.api.container.RemoveRequest;
import dev.gantry.api.runtime.Stdio;
import dev.gantry.api.runtime.TaskState;
import dev.gantry.api.runtime.TaskStatus;
import dev.gantry.api.types.HostConfigBuilder;
import dev.gantry.api.types.RestartPolicy;
import dev.gantry.engine.record.ContainerFacts;
import dev.gantry.engine.record.RunState;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(20)
class RestorationTest {
    private static final String ID = "a".repeat(64);
    private static final String OTHER = "b".repeat(64);

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

    @Test
    void containersOfAnotherStorageDriverAreLeftAloneAndComeBackWithIt() throws Exception {
        engine.add(Examples.facts(ID, "mine"));
        ContainerFacts other = Examples.facts(OTHER, "others").withDriver("native");
        engine.add(other);
        Path fifos = Files.createDirectories(root.resolve("exec/containers").resolve(OTHER));

        engine = engine.successor("overlayfs");
        engine.load().connected(List.of());
        assertEquals(List.of("mine"), engine.names());
        assertTrue(Files.exists(root.resolve("data/containers").resolve(OTHER).resolve("config.v2.json")));
        assertTrue(Files.exists(fifos));
        assertTrue(engine.calls.contains("Volumes.retain " + List.of(ID, OTHER)), "its volumes stay in use");
        assertTrue(engine.calls.contains("Sandboxes.retain []"));

        engine = engine.successor("native");
        engine.load();
        assertEquals(List.of("others"), engine.names());
    }

    /// It stands on the data root, which the daemon must not unmount then.
    @Test
    void oneThatIsLeftAloneAndRunsIsNotForgottenWhenTheDaemonEnds() {
        engine.add(Examples.facts(OTHER, "others").withDriver("native"));
        engine = engine.successor("overlayfs");
        Restoration restoration = engine.load();
        restoration.connected(List.of(new TaskState(OTHER, null, 4711, TaskStatus.RUNNING, Stdio.NONE, null)));
        assertEquals(List.of(), engine.names());
        assertFalse(restoration.nothingRuns());
        engine.behaving((call, _) -> call.equals("Processes.exists") ? false : null);
        assertTrue(restoration.nothingRuns(), "it has ended since");
        assertTrue(engine.calls.contains("Processes.exists 4711"));
    }

    @Test
    void aRecordThatCannotBeReadIsLeftAlone() throws Exception {
        engine.add(Examples.facts(ID, "mine"));
        Path record = root.resolve("data/containers").resolve(ID).resolve("config.v2.json");
        Files.writeString(record, "{");
        engine = engine.successor("overlayfs");
        engine.load();
        assertEquals(List.of(), engine.names());
        assertEquals("{", Files.readString(record));
    }

    /// As a daemon leaves it that dies after the note and before the end of a removal.
    private FakeEngine afterACrashInARemoval(ContainerFacts facts) {
        engine.add(facts);
        engine.machinery.store().save(facts.withState(new RunState.Removing(null)), false);
        return engine.successor("overlayfs");
    }

    @Test
    void aContainerWhoseRemovalWasCutOffIsDeadAndCanBeRemoved() throws Exception {
        engine = afterACrashInARemoval(Examples.facts(ID, "half"));
        engine.load().connected(List.of());
        Container dead = engine.machinery.table().find("half");
        assertEquals("dead", dead.state().word());
        engine.removing().remove(dead, new RemoveRequest(false, false, false), () -> {});
        assertEquals(List.of(), engine.names());
        engine = engine.successor("overlayfs");
        engine.load();
        assertEquals(List.of(), engine.names());
    }

    @Test
    void oneThatRemovesItselfIsRemovedByTheNextDaemon() throws Exception {
        ContainerFacts facts = Examples.facts(ID, "temporary");
        engine = afterACrashInARemoval(facts.withHost(
                HostConfigBuilder.builder(facts.host()).AutoRemove(true).build()));
        engine.load().connected(List.of());
        engine.awaitTrue(() -> engine.names().isEmpty()
                && Files.notExists(root.resolve("data/containers").resolve(ID)));
    }

    /// What is done about the others is not known before: a new daemon starts by their policies what has ended, in order.
    @Test
    void anEndThatANewDaemonFindsWaitsForAllToBeKnown() {
        ContainerFacts facts = Examples.facts(ID, "fell");
        engine.add(facts.withHost(HostConfigBuilder.builder(facts.host())
                        .RestartPolicy(new RestartPolicy("always", 0))
                        .build())
                .withState(new RunState.Running(1, Instant.now(), false))
                .withStartedBefore(true));
        engine = engine.successor("overlayfs");
        engine.load().connected(List.of());
        engine.awaitTrue(() -> engine.calls.contains("Images.rootfs " + ID));
        int end = engine.calls.indexOf("Events.publish die");
        int known = engine.calls.indexOf("Sandboxes.retain []");
        int start = engine.calls.indexOf("Images.rootfs " + ID);
        assertTrue(end >= 0 && end < known && known < start, engine.calls.toString());
    }
}
