package dev.gantry.itests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.command.WaitContainerResultCallback;
import com.github.dockerjava.api.exception.ConflictException;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.Bind;
import com.github.dockerjava.api.model.Container;
import com.github.dockerjava.api.model.Event;
import com.github.dockerjava.api.model.ExposedPort;
import com.github.dockerjava.api.model.Frame;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.PortBinding;
import com.github.dockerjava.api.model.Ports;
import com.github.dockerjava.api.model.Statistics;
import com.github.dockerjava.api.model.StreamType;
import com.github.dockerjava.api.model.Volume;
import com.github.dockerjava.core.DefaultDockerClientConfig;
import com.github.dockerjava.core.DockerClientImpl;
import com.github.dockerjava.zerodep.ZerodepDockerHttpClient;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/// The same through docker-java, as Testcontainers uses it.
@Tag("machine")
@ExtendWith(SharedDaemon.class)
class DockerJavaE2eTest {
    private final TestDaemon daemon;
    private DockerClient docker;

    DockerJavaE2eTest(TestDaemon daemon) {
        this.daemon = daemon;
    }

    @BeforeEach
    void connect() {
        DefaultDockerClientConfig config = DefaultDockerClientConfig.createDefaultConfigBuilder()
                .withDockerHost(daemon.host())
                .withDockerConfig(daemon.root().resolve("cli").toString())
                .withDockerTlsVerify(false)
                .build();
        docker = DockerClientImpl.getInstance(
                config,
                new ZerodepDockerHttpClient.Builder()
                        .dockerHost(config.getDockerHost())
                        .responseTimeout(Duration.ofSeconds(60))
                        .build());
    }

    @AfterEach
    void removeAll() throws Exception {
        for (Container container : docker.listContainersCmd().withShowAll(true).exec()) {
            docker.removeContainerCmd(container.getId())
                    .withForce(true)
                    .withRemoveVolumes(true)
                    .exec();
        }
        docker.close();
    }

    /// Collects frames as text by stream.
    private static final class Output extends ResultCallback.Adapter<Frame> {
        private final StringBuffer out = new StringBuffer();
        private final StringBuffer err = new StringBuffer();

        @Override
        public void onNext(Frame frame) {
            String text = new String(frame.getPayload(), StandardCharsets.UTF_8);
            (frame.getStreamType() == StreamType.STDERR ? err : out).append(text);
        }
    }

    private String create(HostConfig host, String... command) {
        return docker.createContainerCmd("busybox")
                .withHostConfig(host)
                .withCmd(command)
                .exec()
                .getId();
    }

    private int await(String id) {
        return docker.waitContainerCmd(id)
                .exec(new WaitContainerResultCallback())
                .awaitStatusCode(30, TimeUnit.SECONDS);
    }

    @Test
    void pingVersionAndInfo() {
        docker.pingCmd().exec();
        assertEquals("1.51", docker.versionCmd().exec().getApiVersion());
        assertEquals("linux", docker.infoCmd().exec().getOsType());
    }

    @Test
    void createStartWaitInspectLogsRemove() throws Exception {
        String id = create(HostConfig.newHostConfig(), "sh", "-c", "echo out; echo err >&2; exit 3");
        docker.startContainerCmd(id).exec();
        assertEquals(3, await(id));
        InspectContainerResponse inspected = docker.inspectContainerCmd(id).exec();
        assertEquals(3L, inspected.getState().getExitCodeLong());
        assertEquals("exited", inspected.getState().getStatus());
        Output output =
                docker.logContainerCmd(id).withStdOut(true).withStdErr(true).exec(new Output());
        output.awaitCompletion(30, TimeUnit.SECONDS);
        assertEquals("out\n|err\n", output.out + "|" + output.err);
        docker.removeContainerCmd(id).exec();
        assertThrows(
                NotFoundException.class, () -> docker.inspectContainerCmd(id).exec());
    }

    @Test
    void attachCarriesInputAndOutput() throws Exception {
        String id = docker.createContainerCmd("busybox")
                .withCmd("head", "-n", "1")
                .withStdinOpen(true)
                .withStdInOnce(true)
                .withAttachStdin(true)
                .exec()
                .getId();
        InputStream input = new ByteArrayInputStream("typed\n".getBytes(StandardCharsets.UTF_8));
        Output output = new Output();
        docker.attachContainerCmd(id)
                .withStdIn(input)
                .withStdOut(true)
                .withFollowStream(true)
                .exec(output);
        output.awaitStarted(10, TimeUnit.SECONDS);
        docker.startContainerCmd(id).exec();
        assertTrue(output.awaitCompletion(30, TimeUnit.SECONDS));
        assertEquals("typed\n", output.out.toString());
    }

    @Test
    void execRunsAndTellsItsCode() throws Exception {
        String id = create(HostConfig.newHostConfig(), "sleep", "60");
        docker.startContainerCmd(id).exec();
        String exec = docker.execCreateCmd(id)
                .withCmd("sh", "-c", "echo $A; exit 9")
                .withEnv(List.of("A=b"))
                .withAttachStdout(true)
                .exec()
                .getId();
        Output output = docker.execStartCmd(exec).exec(new Output());
        output.awaitCompletion(30, TimeUnit.SECONDS);
        assertEquals("b\n", output.out.toString());
        assertEquals(9L, docker.inspectExecCmd(exec).exec().getExitCodeLong());
    }

    @Test
    void limitsBindsPortsAndLabelsAreKept(@TempDir Path directory) throws Exception {
        Files.writeString(directory.resolve("f"), "bound");
        HostConfig host = HostConfig.newHostConfig()
                .withMemory(64L << 20)
                .withBinds(new Bind(directory.toString(), new Volume("/m")))
                .withPortBindings(new PortBinding(Ports.Binding.bindIp("127.0.0.1"), ExposedPort.tcp(80)));
        String id = docker.createContainerCmd("busybox")
                .withHostConfig(host)
                .withExposedPorts(ExposedPort.tcp(80))
                .withLabels(Map.of("by", "docker-java"))
                .withCmd("sh", "-c", "cat /m/f; sleep 60")
                .exec()
                .getId();
        docker.startContainerCmd(id).exec();
        InspectContainerResponse inspected = docker.inspectContainerCmd(id).exec();
        assertEquals(64L << 20, inspected.getHostConfig().getMemory());
        assertNotNull(inspected
                .getNetworkSettings()
                .getPorts()
                .getBindings()
                .get(ExposedPort.tcp(80))[0]
                .getHostPortSpec());
        List<Container> found = docker.listContainersCmd()
                .withLabelFilter(Map.of("by", "docker-java"))
                .exec();
        assertEquals(List.of(id), found.stream().map(Container::getId).toList());
    }

    @Test
    void killStopRestartPause() {
        String id = create(HostConfig.newHostConfig(), "sleep", "60");
        docker.startContainerCmd(id).exec();
        docker.pauseContainerCmd(id).exec();
        assertEquals(true, docker.inspectContainerCmd(id).exec().getState().getPaused());
        docker.unpauseContainerCmd(id).exec();
        docker.restartContainerCmd(id).withTimeout(0).exec();
        docker.killContainerCmd(id).exec();
        assertEquals(137, await(id));
        assertThrows(ConflictException.class, () -> docker.killContainerCmd(id).exec());
    }

    @Test
    void eventsAndStatsAreStreamed() throws Exception {
        List<String> seen = new CopyOnWriteArrayList<>();
        ResultCallback.Adapter<Event> events = docker.eventsCmd()
                .withEventTypeFilter("container")
                .exec(new ResultCallback.Adapter<>() {
                    @Override
                    public void onNext(Event event) {
                        seen.add(event.getAction());
                    }
                });
        events.awaitStarted(10, TimeUnit.SECONDS);
        String id = create(HostConfig.newHostConfig(), "sleep", "60");
        docker.startContainerCmd(id).exec();
        Eventually.holds(
                "create and start are told", () -> seen.containsAll(List.of("create", "start")), seen::toString);
        events.close();
        CompletableFuture<Statistics> first = new CompletableFuture<>();
        try (ResultCallback.Adapter<Statistics> stats = docker.statsCmd(id).exec(new ResultCallback.Adapter<>() {
            @Override
            public void onNext(Statistics statistics) {
                first.complete(statistics);
            }
        })) {
            assertTrue(first.get(30, TimeUnit.SECONDS).getMemoryStats().getUsage() > 0);
        }
    }

    @Test
    void copiesArchivesBothWays(@TempDir Path directory) throws Exception {
        String id = create(HostConfig.newHostConfig(), "cat", "/root/sent");
        Path sent = Files.writeString(directory.resolve("sent"), "payload");
        docker.copyArchiveToContainerCmd(id)
                .withHostResource(sent.toString())
                .withRemotePath("/root")
                .exec();
        docker.startContainerCmd(id).exec();
        assertEquals(0, await(id));
        try (InputStream tar =
                docker.copyArchiveFromContainerCmd(id, "/root/sent").exec()) {
            assertTrue(new String(tar.readAllBytes(), StandardCharsets.ISO_8859_1).contains("payload"));
        }
    }

    @Test
    void imagesAreListedInspectedAndTagged() {
        docker.tagImageCmd("busybox:latest", "by-java", "1").exec();
        assertTrue(docker.listImagesCmd().exec().stream()
                .anyMatch(image -> List.of(image.getRepoTags()).contains("by-java:1")));
        assertEquals("linux", docker.inspectImageCmd("by-java:1").exec().getOs());
        docker.removeImageCmd("by-java:1").exec();
        assertThrows(
                NotFoundException.class,
                () -> docker.inspectImageCmd("by-java:1").exec());
    }
}
