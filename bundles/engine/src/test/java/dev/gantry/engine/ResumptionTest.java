package dev.gantry.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.gantry.api.types.HostConfigBuilder;
import dev.gantry.api.types.RestartPolicy;
import dev.gantry.engine.record.ContainerFacts;
import dev.gantry.engine.record.RunState;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(20)
class ResumptionTest {
    private static final RunState.End END = new RunState.End(
            Instant.parse("2026-01-01T00:00:00Z"), Instant.parse("2026-01-01T00:01:00Z"), 0, false, "");

    @TempDir
    Path root;

    private final List<String> told = new CopyOnWriteArrayList<>();
    private FakeEngine engine;

    @BeforeEach
    void start() {
        engine = new FakeEngine(root);
    }

    @AfterEach
    void stop() {
        engine.close();
    }

    private static String id(char digit) {
        return String.valueOf(digit).repeat(64);
    }

    private static ContainerFacts ended(char digit, String name, String policy, String... links) {
        ContainerFacts facts = Examples.facts(id(digit), name);
        return facts.withHost(HostConfigBuilder.builder(facts.host())
                        .RestartPolicy(new RestartPolicy(policy, 0))
                        .Links(List.of(links))
                        .build())
                .withState(new RunState.Exited(END))
                .withStartedBefore(true);
    }

    private void resume(Duration linkLimit, Consumer<Container> starting) {
        new Resumption(
                        engine.machinery,
                        new Endings(engine.machinery, null, null, null),
                        container -> told.add("removed " + container.facts().name()),
                        starting,
                        linkLimit)
                .run(new ParallelLimit(8));
        engine.machinery.work().close();
    }

    private void started(Container container) {
        told.add("started " + container.facts().name());
    }

    @Test
    void thoseThatOthersAreLinkedToStartFirst() {
        engine.add(ended('a', "web", "always", id('b') + ":db"));
        engine.add(ended('b', "db", "always", id('c') + ":disk"));
        engine.add(ended('c', "disk", "always"));
        resume(Duration.ofSeconds(15), this::started);
        assertEquals(List.of("started disk", "started db", "started web"), told);
    }

    @Test
    void aStartThatHangsIsWaitedForNoLongerThanTheLimit() {
        engine.add(ended('a', "web", "always", id('b') + ":db"));
        engine.add(ended('b', "db", "always"));
        CountDownLatch web = new CountDownLatch(1);
        resume(Duration.ofMillis(50), container -> {
            if (container.facts().name().equals("web")) {
                started(container);
                web.countDown();
                return;
            }
            try {
                web.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            started(container);
        });
        assertEquals(List.of("started web", "started db"), told);
    }

    @Test
    void onlyWhatWasStartedBeforeAndWhosePolicySaysSoIsStarted() {
        engine.add(ended('a', "never", "no"));
        engine.add(ended('b', "created", "always").withStartedBefore(false));
        engine.add(ended('c', "always", "always").withManuallyStopped(true));
        engine.add(ended('d', "stopped", "unless-stopped").withManuallyStopped(true));
        engine.add(ended('e', "well", "on-failure"));
        resume(Duration.ofSeconds(15), this::started);
        assertEquals(List.of("started always"), told);
    }

    @Test
    void oneThatWaitedForItsNextStartIsStartedAtOnce() {
        engine.add(ended('a', "waiting", "always").withState(new RunState.Restarting(END)));
        resume(Duration.ofSeconds(15), this::started);
        assertEquals(List.of("started waiting"), told);
    }

    @Test
    void whatRemovesItselfIsRemoved() {
        ContainerFacts facts = ended('a', "temporary", "no");
        engine.add(facts.withHost(
                HostConfigBuilder.builder(facts.host()).AutoRemove(true).build()));
        resume(Duration.ofSeconds(15), this::started);
        assertEquals(List.of("removed temporary"), told);
    }

    @Test
    void aDeadOneIsTheOperatorsToRemove() {
        engine.add(ended('a', "dead", "always").withState(new RunState.Dead(END)));
        resume(Duration.ofSeconds(15), this::started);
        assertEquals(List.of(), told);
    }

    @Test
    void whatAClientHasDoneMeanwhileStands() {
        Container container = engine.add(ended('a', "web", "always", id('b') + ":db"));
        engine.add(ended('b', "db", "always"));
        resume(Duration.ofSeconds(15), starting -> {
            started(starting);
            container.become(container.facts().withState(new RunState.Removing(END)));
        });
        assertEquals(List.of("started db"), told);
    }

    @Test
    void anUpdateOfTheEngineStartsNothing() {
        engine.close();
        engine = new FakeEngine(root, "overlayfs", false);
        engine.add(ended('a', "web", "always"));
        resume(Duration.ofSeconds(15), this::started);
        assertEquals(List.of(), told);
    }
}
