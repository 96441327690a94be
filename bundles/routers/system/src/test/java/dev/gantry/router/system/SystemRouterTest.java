package dev.gantry.router.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.api.error.EngineException;
import dev.gantry.api.error.ErrorKind;
import dev.gantry.api.event.Event;
import dev.gantry.api.event.EventQuery;
import dev.gantry.api.event.EventStream;
import dev.gantry.api.event.Events;
import dev.gantry.api.linux.CgroupHierarchy;
import dev.gantry.api.linux.Machine;
import dev.gantry.api.network.Networks;
import dev.gantry.api.oci.OciSpecs;
import dev.gantry.api.registry.Registry;
import dev.gantry.api.runtime.RuntimeVersion;
import dev.gantry.api.types.DeviceInfo;
import dev.gantry.api.types.Filters;
import dev.gantry.api.types.RegistryConfig;
import dev.gantry.json.JacksonCodec;
import dev.gantry.testkit.http.FakeExchange;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SystemRouterTest {
    @TempDir
    Path dataRoot;

    private final JacksonCodec codec = new JacksonCodec();
    private final Map<String, Object> settings = new HashMap<>();
    private final List<String> logged = new ArrayList<>();
    private final FakeEvents events = new FakeEvents();

    @BeforeEach
    void configure() throws Exception {
        Files.writeString(dataRoot.resolve("engine-id"), "the-id\n");
        settings.put("data-root", dataRoot.toString());
        settings.put("log-driver", "json-file");
    }

    private static <T> T fake(Class<T> type, Map<String, Object> answers) {
        return type.cast(Proxy.newProxyInstance(
                SystemRouterTest.class.getClassLoader(), new Class<?>[] {type}, (_, method, args) -> {
                    Object answer = answers.get(method.getName());
                    return method.getName().startsWith("oci")
                            ? Map.class.cast(answer).getOrDefault(args[0], "")
                            : answer;
                }));
    }

    /// What containers run under unless they say otherwise.
    private String profile = "";

    private SystemRouter router() {
        SystemRouter router = new SystemRouter(settings, Runnable::run, logged::add);
        router.bindJson(codec);
        router.bindEvents(events);
        router.bindMachine(fake(
                Machine.class,
                Map.of(
                        "kernelRelease",
                        "6.1",
                        "architecture",
                        "x86_64",
                        "hostName",
                        "host",
                        "processors",
                        2,
                        "memoryBytes",
                        1024L,
                        "osRelease",
                        Map.of("PRETTY_NAME", "An OS"),
                        "appArmor",
                        true,
                        "seccomp",
                        true,
                        "seLinux",
                        false,
                        "cgroups",
                        new CgroupHierarchy(2, Set.of("memory", "cpu", "cpuset", "pids", "io"), Map.of()))));
        router.bindSpecs(fake(
                OciSpecs.class,
                Map.of(
                        "discoveredDevices",
                        List.of(new DeviceInfo("cdi", "v/c=d")),
                        "cgroupDriver",
                        "systemd",
                        "appArmorProfile",
                        profile)));
        router.bindNetworks(fake(Networks.class, Map.of("drivers", new TreeSet<>(Set.of("mine", "bridge")))));
        router.bindRegistry(
                fake(Registry.class, Map.of("rules", new RegistryConfig(null, null, List.of(), Map.of(), List.of()))));
        router.bindRuntime(fake(
                RuntimeVersion.class,
                Map.of(
                        "containerd",
                        new RuntimeVersion.Component("1.7", "abc"),
                        "snapshotters",
                        List.of("overlayfs"),
                        "namespace",
                        "moby",
                        "address",
                        Path.of("/run/c.sock"),
                        "ociFeatures",
                        Map.of("runc", "{ \"ociVersionMin\":\n \"1.0.0\" }", "/opt/crun", "{\"hooks\":[]}"),
                        "ociRuntime",
                        Map.of(
                                "runc", new RuntimeVersion.Component("1.1", "def"),
                                "/opt/init", new RuntimeVersion.Component("0.19.0 - git.de40ad0", "")))));
        return router;
    }

    private FakeExchange send(String method, String path) throws Exception {
        return new FakeExchange(method, path).codec(codec).sendTo(router());
    }

    private Map<?, ?> json(String path) throws Exception {
        return codec.read(send("GET", path).answer(), Map.class);
    }

    private EngineException refusal(String path) {
        return assertThrows(EngineException.class, () -> send("GET", path));
    }

    @Test
    void pingTellsWhatThereIs() throws Exception {
        FakeExchange get = send("GET", "/_ping");
        assertEquals("OK", get.text());
        assertEquals(
                "{Builder-Version=2, Cache-Control=no-cache, no-store, must-revalidate, Content-Type=text/plain; charset=utf-8, Pragma=no-cache, Swarm=inactive}",
                get.responseHeaders().toString());
        assertEquals("", send("HEAD", "/_ping").text());
        settings.put("features", new String[] {"buildkit=false"});
        assertEquals("1", send("GET", "/_ping").responseHeaders().get("Builder-Version"));
    }

    @Test
    void optionsOnAnythingIsFine() throws Exception {
        assertEquals(200, send("OPTIONS", "/any/thing").status());
    }

    @Test
    void versionHasComponentsAndTheOldFields() throws Exception {
        settings.put("init-path", "/opt/init");
        settings.put("api-min-version", "1.40");
        Map<?, ?> version = json("/v1.41/version");
        assertEquals("28.5.2", version.get("Version"));
        assertEquals("1.51", version.get("ApiVersion"));
        assertEquals("1.40", version.get("MinAPIVersion"));
        assertEquals("amd64", version.get("Arch"));
        List<String> parts = new ArrayList<>();
        for (Object part : (List<?>) version.get("Components")) {
            parts.add(((Map<?, ?>) part).get("Name") + " " + ((Map<?, ?>) part).get("Version"));
        }
        assertEquals(List.of("Engine 28.5.2", "containerd 1.7", "runc 1.1", "docker-init 0.19.0"), parts);
    }

    @Test
    void readsTheVersionOfTheInitProgram() {
        assertEquals(new RuntimeVersion.Component("0.19.0", ""), InitProgram.parse("0.19.0"));
        assertEquals(new RuntimeVersion.Component("0.19.0", "de40ad0"), InitProgram.parse("0.19.0 - git.de40ad0"));
        assertEquals(new RuntimeVersion.Component("", ""), InitProgram.parse(""));
    }

    @Test
    void infoHasWhatCanBeHad() throws Exception {
        settings.put("authorization-plugins", new String[] {"p"});
        settings.put("default-address-pools", new String[] {"base=10.10.0.0/16,size=24"});
        settings.put("http-proxy", "http://user:secret@proxy:3128");
        settings.put("cdi-spec-dirs", new String[] {"/etc/cdi"});
        Map<?, ?> info = json("/info");
        assertEquals("the-id", info.get("ID"));
        assertEquals(List.of("/etc/cdi"), info.get("CDISpecDirs"));
        assertEquals("[{Source=cdi, ID=v/c=d}]", String.valueOf(info.get("DiscoveredDevices")));
        assertEquals("overlayfs", info.get("Driver"));
        assertEquals("http://xxxxx:xxxxx@proxy:3128", info.get("HttpProxy"));
        assertEquals(List.of("p"), ((Map<?, ?>) info.get("Plugins")).get("Authorization"));
        assertEquals(List.of("bridge", "mine"), ((Map<?, ?>) info.get("Plugins")).get("Network"));
        assertEquals("[{Base=10.10.0.0/16, Size=24}]", String.valueOf(info.get("DefaultAddressPools")));
        assertEquals("inactive", ((Map<?, ?>) info.get("Swarm")).get("LocalNodeState"));
        assertEquals(List.of("name=seccomp,profile=builtin", "name=cgroupns"), info.get("SecurityOptions"));
        assertTrue(((Number) info.get("NGoroutines")).intValue() > 0);
        assertEquals(0, info.get("Containers"), "the engine is not here");
    }

    /// Though it is on in the kernel.
    @Test
    void infoHasAppArmorWhenContainersRunUnderAProfile() throws Exception {
        assertFalse(String.valueOf(json("/info").get("SecurityOptions")).contains("apparmor"));
        profile = "docker-default";
        assertEquals(
                List.of("name=apparmor", "name=seccomp,profile=builtin", "name=cgroupns"),
                json("/info").get("SecurityOptions"));
    }

    @Test
    void optionsMayHaveBlanksAndAnyCase() {
        SystemSettings read =
                new SystemSettings(Map.of("exec-opts", new String[] {"other", " Native.CgroupDriver = systemd "}));
        assertEquals("systemd", read.option("exec-opts", "native.cgroupdriver", "cgroupfs"));
        assertEquals("none", read.option("exec-opts", "native", "none"));
    }

    @Test
    void infoTellsWhatEachRuntimeCanDo() throws Exception {
        settings.put("runtimes", new String[] {
            "crun={\"path\":\"/opt/crun\"}",
            "old={\"path\":\"/opt/old\"}",
            "kata={\"runtimeType\":\"io.containerd.kata.v2\"}"
        });
        Map<?, ?> runtimes = (Map<?, ?>) json("/v1.44/info").get("Runtimes");
        assertEquals(
                "{path=runc, status={org.opencontainers.runtime-spec.features={\"ociVersionMin\":\"1.0.0\"}}}",
                String.valueOf(runtimes.get("runc")));
        assertEquals(runtimes.get("runc"), runtimes.get("io.containerd.runc.v2"));
        assertEquals(
                "{path=/opt/crun, status={org.opencontainers.runtime-spec.features={\"hooks\":[]}}}",
                String.valueOf(runtimes.get("crun")));
        assertEquals("{path=/opt/old}", String.valueOf(runtimes.get("old")));
        assertEquals("{runtimeType=io.containerd.kata.v2}", String.valueOf(runtimes.get("kata")));
        assertEquals(
                "{path=runc}", String.valueOf(((Map<?, ?>) json("/v1.43/info").get("Runtimes")).get("runc")));
    }

    @Test
    void infoNamesTheStorageDriverAsContainerdDoes() throws Exception {
        assertEquals("overlayfs", json("/info").get("Driver"));
        settings.put("storage-driver", "native");
        assertEquals("native", json("/info").get("Driver"));
    }

    @Test
    void infoFollowsTheVersionOfTheApi() throws Exception {
        assertTrue(json("/v1.49/info").containsKey("FirewallBackend"));
        assertFalse(json("/v1.48/info").containsKey("FirewallBackend"));
        assertFalse(json("/v1.50/info").containsKey("BridgeNfIptables"));
        assertEquals(false, json("/v1.49/info").get("BridgeNfIptables"));
        assertTrue(json("/v1.46/info").containsKey("Containerd"));
        assertFalse(json("/v1.45/info").containsKey("Containerd"));
        assertEquals("abc", ((Map<?, ?>) json("/v1.48/info").get("ContainerdCommit")).get("Expected"));
        assertEquals(List.of("seccomp", "cgroupns"), json("/v1.24/info").get("SecurityOptions"));
    }

    @Test
    void infoHasTheListsOfOldClients() throws Exception {
        Map<?, ?> old = (Map<?, ?>) json("/v1.46/info").get("RegistryConfig");
        Map<?, ?> now = (Map<?, ?>) json("/v1.47/info").get("RegistryConfig");
        for (String list : List.of("AllowNondistributableArtifactsCIDRs", "AllowNondistributableArtifactsHostnames")) {
            assertTrue(old.containsKey(list));
            assertNull(old.get(list));
            assertFalse(now.containsKey(list));
        }
        assertEquals(now.get("Mirrors"), old.get("Mirrors"));
    }

    @Test
    void warnsOfAnApiThatEverybodyMayUse() throws Exception {
        settings.put("hosts", new String[] {"unix:///run/x.sock", "tcp://0.0.0.0:2375"});
        String open = String.valueOf(json("/info").get("Warnings"));
        assertTrue(
                open.contains("[DEPRECATION NOTICE]: API is accessible on http://0.0.0.0:2375 without encryption."),
                open);
        settings.put("tls", true);
        assertTrue(String.valueOf(json("/info").get("Warnings"))
                .contains("on https://0.0.0.0:2375 without TLS client verification."));
        settings.put("tlsverify", true);
        assertFalse(String.valueOf(json("/info").get("Warnings")).contains("0.0.0.0"));
    }

    @Test
    void whatInfoWarnsOfIsLoggedWhenTheDaemonHasStarted() throws Exception {
        settings.put("hosts", new String[] {"tcp://0.0.0.0:2375"});
        SystemRouter router = router();
        router.ready();
        assertEquals(List.of(), logged, "an update of the bundle is no start");
        router.starting("serve");
        router.ready();
        assertEquals(json("/info").get("Warnings"), logged);
        assertFalse(logged.isEmpty());
    }

    @Test
    void infoNamesWhoMakesControlGroups() throws Exception {
        assertEquals("systemd", json("/info").get("CgroupDriver"));
    }

    @Test
    void warnsOfLimitsThatCannotBeSet() {
        assertEquals(List.of(), HostWarnings.limits(true, true, true, true, Set.of("cpuset")));
        assertEquals(
                List.of(
                        "WARNING: No memory limit support",
                        "WARNING: No swap limit support",
                        "WARNING: No oom kill disable support",
                        "WARNING: No cpu cfs quota support",
                        "WARNING: No cpu cfs period support",
                        "WARNING: No cpu shares support",
                        "WARNING: No cpuset support"),
                HostWarnings.limits(false, false, false, false, Set.of()));
    }

    @Test
    void diskUsageKnowsItsTypes() {
        EngineException unknown = refusal("/system/df?type=zz");
        assertEquals("unknown object type: zz", unknown.getMessage());
        assertEquals(ErrorKind.INVALID_PARAMETER, unknown.kind());
    }

    @Test
    void eventsOfThePastEndByThemselves() throws Exception {
        events.past.add(event("create"));
        events.past.add(event("start"));
        FakeExchange answer = send("GET", "/events?since=1.5&until=10");
        assertEquals(2, answer.text().lines().count());
        assertTrue(answer.text().startsWith("{\"status\":\"create\",\"id\":\"c\""), answer.text());
        assertEquals(Instant.ofEpochSecond(1, 500_000_000), events.asked.since());
        assertEquals(Instant.ofEpochSecond(10), events.asked.until());
    }

    private static Event event(String action) {
        return Event.container(action, "c", Map.of("image", "busybox"));
    }

    @Test
    void eventsGoOnWithTheSuccessorOfWhoTellsThem() throws Exception {
        EventQuery rest = new EventQuery(Filters.NONE, null, Instant.ofEpochSecond(1), 7L);
        events.past.add(event("create"));
        events.rests.add(rest);
        FakeExchange answer = send("GET", "/events?until=1");
        assertEquals(1, answer.text().lines().count());
        assertEquals(rest, events.asked);
    }

    @Test
    void eventsHideWhatOldClientsDoNotKnow() throws Exception {
        events.past.add(Event.of(Event.IMAGE, "create", "i", Map.of()));
        assertEquals("", send("GET", "/v1.45/events?until=1").text());
        events.past.add(Event.of(Event.IMAGE, "create", "i", Map.of()));
        assertEquals(1, send("GET", "/v1.46/events?until=1").text().lines().count());
    }

    @Test
    void eventsRefuseNonsense() {
        assertEquals(
                "`since` time (10) cannot be after `until` time (5)",
                refusal("/events?since=10&until=5").getMessage());
        assertEquals("invalid filter", refusal("/events?filters=zz").getMessage());
        assertEquals(ErrorKind.INVALID_PARAMETER, refusal("/events?since=zz").kind());
    }

    /// Has only a past.
    private static final class FakeEvents implements Events {
        private final Deque<Event> past = new ArrayDeque<>();
        private final Deque<EventQuery> rests = new ArrayDeque<>();
        private EventQuery asked = EventQuery.ALL;

        @Override
        public void publish(Event event) {
            past.add(event);
        }

        @Override
        public EventStream subscribe(EventQuery query) {
            asked = query;
            return new EventStream() {
                @Override
                public @Nullable Event next() {
                    return past.poll();
                }

                @Override
                public @Nullable EventQuery rest() {
                    return rests.poll();
                }

                @Override
                public void close() {}
            };
        }

        @Override
        public int listeners() {
            return 0;
        }
    }
}
