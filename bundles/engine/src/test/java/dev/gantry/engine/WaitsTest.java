package dev.gantry.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.gantry.api.container.WaitCondition;
import dev.gantry.api.linux.AtomicFiles;
import dev.gantry.api.types.ContainerWaitResponse;
import dev.gantry.engine.record.RunState;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Who waits over a change of engines, and what has happened meanwhile.
class WaitsTest {
    private static final String ID = "a1".repeat(32);
    private static final Instant BEGAN = Instant.parse("2026-01-02T03:04:05Z");

    private final ContainerTable table = new ContainerTable();
    private final Container container = new Container(Examples.facts(ID, "one"), table);

    private void ended(Instant at) {
        container.become(container.facts().withState(new RunState.Exited(new RunState.End(at, at, 3, false, ""))));
    }

    private CompletableFuture<ContainerWaitResponse> next(Instant since) {
        return container.await(WaitCondition.NEXT_EXIT, since);
    }

    @Test
    void anEndSinceTheWaitBeganCounts() {
        ended(BEGAN.plusSeconds(1));
        assertEquals(3, next(BEGAN).join().StatusCode());
    }

    @Test
    void anEndFromBeforeDoesNot() {
        ended(BEGAN.minusSeconds(1));
        assertFalse(next(BEGAN).isDone());
        assertFalse(next(null).isDone());
        assertEquals(3, container.await(WaitCondition.NOT_RUNNING, BEGAN).join().StatusCode());
    }

    @Test
    void aRemovalIsWaitedForWhateverHasEnded() {
        ended(BEGAN.plusSeconds(1));
        CompletableFuture<ContainerWaitResponse> removed = container.await(WaitCondition.REMOVED, BEGAN);
        assertFalse(removed.isDone());
        container.gone();
        assertEquals(3, removed.join().StatusCode());
    }

    @Test
    void aContainerThatIsGoneStillHasItsExitCodeForWhoWaited() {
        ended(BEGAN.plusSeconds(1));
        table.add(container);
        table.remove(container);
        Departed departed = table.departed();
        ContainerWaitResponse answer = departed.answer(ID, BEGAN);
        assertNotNull(answer);
        assertEquals(3, answer.StatusCode());
        for (String other : new String[] {"one", "a1a1", "b1".repeat(32)}) {
            assertNull(departed.answer(other, BEGAN), other);
        }
        assertNull(departed.answer(ID, Instant.now().plusSeconds(60)));
    }

    @Test
    void theSuccessorKnowsThemToo(@TempDir Path directory) throws IOException {
        ended(BEGAN.plusSeconds(1));
        table.departed().add(container.facts());
        Path file = directory.resolve("departed");
        Map<Path, byte[]> written = new HashMap<>();
        AtomicFiles files = (AtomicFiles) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {AtomicFiles.class}, (_, _, arguments) -> {
                    written.put((Path) arguments[0], (byte[]) arguments[1]);
                    return null;
                });
        table.departed().save(file, files);
        Files.write(file, written.get(file));
        Departed successor = new Departed();
        successor.load(file);
        ContainerWaitResponse answer = successor.answer(ID, BEGAN);
        assertNotNull(answer);
        assertEquals(3, answer.StatusCode());
        Departed other = new Departed();
        other.load(directory.resolve("none"));
        other.load(Files.writeString(directory.resolve("broken"), "x"));
        assertNull(other.answer(ID, BEGAN));
    }

    @Test
    void onlyTheLastThousandAreRemembered() {
        for (int i = 0; i < 1030; i++) {
            table.departed().add(Examples.facts("%064d".formatted(i), "c" + i));
        }
        assertNull(table.departed().answer("%064d".formatted(0), BEGAN));
        assertNotNull(table.departed().answer("%064d".formatted(1029), BEGAN));
    }
}
