package dev.gantry.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.api.error.EngineException;
import dev.gantry.api.error.ErrorKind;
import dev.gantry.api.types.ContainerConfigBuilder;
import dev.gantry.api.types.EmptyObject;
import dev.gantry.api.types.EndpointSettings;
import dev.gantry.api.types.EndpointSettingsBuilder;
import dev.gantry.api.types.HostConfigBuilder;
import dev.gantry.api.types.NetworkSettingsBuilder;
import dev.gantry.engine.record.ContainerFacts;
import dev.gantry.engine.record.RunState;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LinksTest {
    private static final String DB = "d".repeat(64);
    private static final String WEB = "e".repeat(64);

    private final ContainerTable table = new ContainerTable();
    private final Links links = new Links(table);

    @BeforeEach
    void aDatabaseRuns() {
        EndpointSettings endpoint =
                EndpointSettingsBuilder.builder().IPAddress("172.17.0.9").build();
        add(Examples.facts(DB, "db")
                .with(facts -> facts.state(new RunState.Running(7, Instant.EPOCH, false))
                        .config(ContainerConfigBuilder.builder()
                                .Hostname("dbhost")
                                .Env(List.of("PATH=/bin", "USER=me"))
                                .ExposedPorts(Map.of("5432/tcp", new EmptyObject()))
                                .build())
                        .network(NetworkSettingsBuilder.builder()
                                .Networks(Map.of("bridge", endpoint))
                                .build())));
    }

    private Container add(ContainerFacts facts) {
        table.reserve(facts.name(), facts.id());
        Container container = new Container(facts, table);
        table.add(container);
        return container;
    }

    private ContainerFacts web(String link) {
        return Examples.facts(WEB, "web")
                .withHost(HostConfigBuilder.builder()
                        .NetworkMode("bridge")
                        .Links(links.identified(List.of(link)))
                        .build());
    }

    private EngineException refused(String link) {
        return assertThrows(EngineException.class, () -> links.identified(List.of(link)));
    }

    @Test
    void refusesWhatIsNoLink() {
        assertEquals("bad format for links: a:b:c", refused("a:b:c").getMessage());
        assertEquals(
                "could not get container for no: No such container: no",
                refused("no:x").getMessage());
        assertEquals(ErrorKind.INVALID_PARAMETER, refused("no:x").kind());
    }

    @Test
    void tellsHostsAndEnvironmentOfTheOther() {
        ContainerFacts web = web("db:store");
        assertEquals(
                List.of("store dbhost db:172.17.0.9"),
                links.withHosts(web).host().ExtraHosts());
        List<String> environment = links.withEnvironment(web).Env();
        assertTrue(
                environment.containsAll(List.of(
                        "STORE_PORT=tcp://172.17.0.9:5432",
                        "STORE_PORT_5432_TCP_ADDR=172.17.0.9",
                        "STORE_NAME=/web/store",
                        "STORE_ENV_USER=me")),
                environment.toString());
    }

    @Test
    void givesTheOtherAName() {
        add(web("db:store"));
        assertEquals(Map.of(DB, List.of("/web/store")), links.names());
        assertEquals(DB, table.find("web/store").id());
        assertEquals(DB, table.find("/web/store").id());
        assertEquals(
                List.of("/db:/web/store"),
                links.shown(table.find("web").facts()).Links());
    }

    @Test
    void needsTheOtherToRun() {
        Container db = table.find("db");
        db.become(db.facts().withState(RunState.Created.NEW));
        EngineException refused = assertThrows(EngineException.class, () -> links.withHosts(web("db:store")));
        assertEquals("Cannot link to a non running container: /db AS /web/store", refused.getMessage());
    }

    /// An exec and a health check go on without those that have ended.
    @Test
    void tellsFurtherProcessesOfThoseThatRun() {
        ContainerFacts web = web("db:store");
        assertTrue(links.withEnvironmentOfRunning(web).Env().contains("STORE_PORT=tcp://172.17.0.9:5432"));
        Container db = table.find("db");
        db.become(db.facts().withState(RunState.Created.NEW));
        assertEquals(List.of(), links.withEnvironmentOfRunning(web).Env());
    }

    @Test
    void forgetsTheOtherWhenItIsGone() {
        ContainerFacts web = web("db");
        table.remove(table.find("db"));
        assertEquals(List.of(), links.withHosts(web).host().ExtraHosts());
    }
}
