package dev.gantry.itests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What is wrong is refused in Docker's words, and nothing is left behind.
@Tag("machine")
@ExtendWith(SharedDaemon.class)
class BadInputE2eTest {
    private final TestDaemon daemon;
    private Leftovers before;

    BadInputE2eTest(TestDaemon daemon) {
        this.daemon = daemon;
    }

    @BeforeEach
    void count() {
        daemon.docker("ps", "-aq").lines().forEach(id -> daemon.docker("rm", "-fv", id));
        daemon.docker("volume", "prune", "-af");
        daemon.docker("run", "--rm", "busybox", "true").ok();
        Eventually.holds(
                "the last container is gone, also from containerd",
                () -> (before = Leftovers.of(daemon)).hasNoContainer(),
                () -> before.toString());
    }

    @AfterEach
    void nothingIsLeft() {
        Leftovers.sameAs(before, daemon);
    }

    private String answer(String method, String path, String... more) {
        return daemon.http(method, path, more).out();
    }

    private String create(String body) {
        return answer("POST", "/v1.51/containers/create", "-H", "Content-Type: application/json", "-d", body);
    }

    private static void refused(String answer, String words, int status) {
        assertTrue(answer.contains(words) && answer.endsWith("\n" + status), answer);
    }

    @Test
    void malformedJson() {
        refused(create("{\"Image\":"), "invalid JSON: ", 400);
        refused(create(""), "invalid JSON: got EOF while reading request body", 400);
        refused(create("{\"Image\":\"busybox\"} x"), "unexpected content after JSON", 400);
        refused(create("{\"Image\":7}"), "invalid JSON: ", 400);
        refused(
                answer("POST", "/v1.51/containers/create", "-H", "Content-Type: text/plain", "-d", "{}"),
                "unsupported Content-Type header (text/plain): must be 'application/json'",
                400);
    }

    @Test
    void unknownPathsAndVersions() {
        refused(answer("GET", "/v1.51/nothing"), "{\"message\":\"page not found\"}", 404);
        refused(answer("PATCH", "/v1.51/containers/json"), "page not found", 404);
        refused(
                answer("GET", "/v1.52/containers/json"),
                "client version 1.52 is too new. Maximum supported API version is 1.51",
                400);
        refused(
                answer("GET", "/v1.12/containers/json"),
                "client version 1.12 is too old. Minimum supported API version is 1.24, please upgrade your client to a newer version",
                400);
    }

    @Test
    void unknownContainersAndFilters() {
        refused(answer("GET", "/containers/nosuch/json"), "{\"message\":\"No such container: nosuch\"}", 404);
        refused(answer("POST", "/containers/nosuch/start"), "No such container: nosuch", 404);
        refused(answer("GET", "/containers/json?filters=%7B"), "invalid filter", 400);
        refused(answer("GET", "/containers/json?filters=%7B%22odd%22%3A%5B%22x%22%5D%7D"), "invalid filter 'odd'", 400);
        refused(answer("DELETE", "/volumes/nosuch"), "get nosuch: no such volume", 404);
        refused(answer("GET", "/networks/nosuch"), "network nosuch not found", 404);
        refused(answer("GET", "/images/nosuch/json"), "No such image: nosuch", 404);
    }

    @Test
    void missingImageAndCommand() {
        refused(create("{\"Image\":\"nosuch\"}"), "No such image: nosuch:latest", 404);
        refused(create("{\"Image\":\"busybox\",\"Cmd\":[],\"Entrypoint\":[\"\"]}"), "no command specified", 400);
    }

    @Test
    void anUnknownSignal() {
        daemon.docker("run", "-d", "--name", "sig", "busybox", "sleep", "60").ok();
        refused(
                answer("POST", "/containers/sig/kill?signal=NOSUCH"),
                "cannot kill container: sig: invalid signal: NOSUCH",
                400);
        daemon.docker("rm", "-f", "sig").ok();
        refused(
                create("{\"Image\":\"busybox\",\"StopSignal\":\"NOSUCH\"}"),
                "invalid signal: NOSUCH".substring(1),
                400);
    }

    @Test
    void aNameInUseOrInvalid() {
        daemon.docker("create", "--name", "taken", "busybox").ok();
        String id = daemon.docker("inspect", "-f", "{{.Id}}", "taken").ok();
        refused(
                answer(
                        "POST",
                        "/containers/create?name=taken",
                        "-H",
                        "Content-Type: application/json",
                        "-d",
                        "{\"Image\":\"busybox\"}"),
                "Conflict. The container name \\\"/taken\\\" is already in use by container \\\"" + id
                        + "\\\". You have to remove (or rename) that container to be able to reuse that name.",
                409);
        refused(
                answer(
                        "POST",
                        "/containers/create?name=a%20b",
                        "-H",
                        "Content-Type: application/json",
                        "-d",
                        "{\"Image\":\"busybox\"}"),
                "Invalid container name (a b), only [a-zA-Z0-9][a-zA-Z0-9_.-] are allowed",
                400);
        daemon.docker("rm", "taken").ok();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"Memory\":1024|Minimum memory limit allowed is 6MB",
                "\"NanoCpus\":1|range of CPUs is from 0.01 to",
                "\"Memory\":104857600,\"MemorySwap\":1048576|Minimum memoryswap limit should be larger than memory limit, see usage",
                "\"MemorySwap\":104857600|You should always set the Memory limit when using Memoryswap limit, see usage",
                "\"CpusetCpus\":\"900\"|Requested CPUs are not available - requested 900, available:",
                "\"CapAdd\":[\"NOSUCH\"]|NOSUCH",
                "\"RestartPolicy\":{\"Name\":\"sometimes\"}|sometimes",
                "\"RestartPolicy\":{\"Name\":\"always\"},\"AutoRemove\":true|can't create 'AutoRemove' container with restart policy",
                "\"NetworkMode\":\"container:\"|container",
                "\"PortBindings\":{\"80/tcp\":[{\"HostPort\":\"99999\"}]}|99999",
                "\"Binds\":[\"relative:/x:odd\"]|invalid",
                "\"OomScoreAdj\":5000|Invalid value 5000, range for oom score adj is [-1000, 1000]",
                "\"ShmSize\":-1|SHM size can not be less than 0",
                "\"SecurityOpt\":[\"nonsense=1\"]|invalid --security-opt",
                "\"LogConfig\":{\"Type\":\"nosuch\"}|logger: no log driver named 'nosuch' is registered",
            })
    void absurdLimits(String setting, String words) {
        refused(create("{\"Image\":\"busybox\",\"Cmd\":[\"true\"],\"HostConfig\":{" + setting + "}}"), words, 400);
    }

    @Test
    void aFailedStartLeavesOnlyTheContainer() {
        daemon.docker("create", "--name", "bad", "busybox", "no-such-command").ok();
        Command.Result start = daemon.docker("start", "bad");
        assertEquals(1, start.exit());
        assertEquals(
                "created 127",
                daemon.docker("inspect", "-f", "{{.State.Status}} {{.State.ExitCode}}", "bad")
                        .ok());
        daemon.docker("rm", "bad").ok();
    }

    @Test
    void aBindSourceThatCannotBe(@TempDir Path directory) throws Exception {
        Path file = java.nio.file.Files.writeString(directory.resolve("file"), "x");
        Command.Result result = daemon.docker("run", "--rm", "-v", file + "/below:/m", "busybox", "true");
        assertEquals(125, result.exit());
        assertTrue(result.err().contains("not a directory"), result.err());
    }

    @Test
    void aBodyBeyondTheLimitIsRefused() {
        String answer = daemon.http(
                        "POST",
                        "/v1.51/containers/create",
                        "-H",
                        "Content-Type: application/json",
                        "--data-binary",
                        "@" + big())
                .out();
        assertTrue(answer.endsWith("\n400") || answer.endsWith("\n413"), answer);
    }

    private String big() {
        Path file = daemon.root().resolve("big.json");
        try {
            java.nio.file.Files.writeString(file, "{\"Image\":\"" + "x".repeat(40 << 20) + "\"}");
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        return file.toString();
    }

    @Test
    void swarmIsNotThere() {
        refused(
                answer("GET", "/v1.51/services"),
                "This node is not a swarm manager. Use \\\"docker swarm init\\\" or \\\"docker swarm join\\\" to connect this node to swarm and try again.",
                503);
        assertEquals(List.of(), daemon.docker("ps", "-q").lines());
    }
}
