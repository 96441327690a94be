package dev.gantry.itests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Keys of `daemon.json` whose effect is seen in containers: a test for each, named after it.
@Tag("machine")
class DaemonKeysE2eTest {
    private static final String PARENT =
            "gantry-keys-" + ProcessHandle.current().pid();

    private static TestDaemon daemon;

    @BeforeAll
    static void start() throws Exception {
        daemon = TestDaemon.startIn(DaemonKeysE2eTest::files);
        TestImages.importBusybox(daemon);
    }

    @AfterAll
    static void stop() throws Exception {
        daemon.close();
        try (Stream<Path> controllers = Files.list(Path.of("/sys/fs/cgroup"))) {
            for (Path controller : controllers.filter(Files::isDirectory).toList()) {
                Files.deleteIfExists(controller.resolve(PARENT));
            }
        }
        Files.deleteIfExists(Path.of("/sys/fs/cgroup", PARENT));
    }

    private static TestDaemon.Surroundings files(Path root) {
        try {
            Path runc = program(root.resolve("named-runc"));
            Files.writeString(runc, "#!/bin/sh\necho \"$@\" >> " + root + "/calls\nexec runc \"$@\"\n");
            Path init = program(root.resolve("own-init"));
            Files.write(init, Files.readAllBytes(initProgram()));
            Files.writeString(init, "a tail that no program minds", StandardOpenOption.APPEND);
            Files.writeString(root.resolve("seccomp.json"), """
                    {"defaultAction": "SCMP_ACT_ALLOW",
                     "syscalls": [{"names": ["chmod", "fchmodat", "fchmodat2"], "action": "SCMP_ACT_ERRNO"}]}
                    """);
            Files.writeString(root.resolve("daemon.json"), """
                    {"default-shm-size": "32M",
                     "default-ulimits": {"nofile": {"Name": "nofile", "Soft": 100, "Hard": 200}},
                     "default-ipc-mode": "shareable", "default-cgroupns-mode": "host",
                     "init": true, "init-path": "%1$s/own-init", "no-new-privileges": true,
                     "seccomp-profile": "%1$s/seccomp.json", "cgroup-parent": "/%2$s",
                     "default-runtime": "named", "runtimes": {"named": {"path": "%1$s/named-runc"}},
                     "log-driver": "local", "log-opts": {"max-file": "7"}, "labels": ["tier=keys"],
                     "dns": ["10.9.9.9"], "dns-opts": ["ndots:3"], "dns-search": ["example.org"],
                     "default-address-pools": [{"base": "10.77.0.0/16", "size": 24}],
                     "fixed-cidr": "10.77.0.128/25", "default-gateway": "10.77.0.254", "mtu": 1400,
                     "ipv6": true, "bip6": "fd00:77::1/64", "fixed-cidr-v6": "fd00:77::5:0/112",
                     "default-gateway-v6": "fd00:77::fe", "host-gateway-ips": ["10.8.8.8", "fd00:88::8"],
                     "ip": "127.0.0.1", "group": "4242", "storage-opts": ["overlay2.override_kernel_check=true"],
                     "http-proxy": "http://nowhere:1", "network-diagnostic-port": 2345}
                    """.formatted(root, PARENT));
            return TestDaemon.Surroundings.NONE;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path program(Path path) throws IOException {
        return Files.createFile(
                path, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
    }

    private static Path initProgram() {
        return Stream.of(
                        "/usr/libexec/docker/docker-init",
                        "/usr/bin/docker-init",
                        "/usr/bin/tini-static",
                        "/usr/bin/tini")
                .map(Path::of)
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow();
    }

    private static String inContainer(String script) {
        return daemon.docker("run", "--rm", "busybox", "sh", "-c", script).ok().strip();
    }

    private static String created(String template) {
        String id = daemon.docker("create", "busybox", "true").ok().strip();
        String shown = daemon.docker("inspect", "-f", template, id).ok().strip();
        daemon.docker("rm", id).ok();
        return shown;
    }

    @Test
    void defaultShmSize() {
        assertEquals("32768", inContainer("df -k /dev/shm | awk 'NR==2{print $2}'"));
        assertEquals("33554432", created("{{.HostConfig.ShmSize}}"));
    }

    @Test
    void defaultUlimits() {
        assertEquals("100 200", inContainer("echo $(ulimit -Sn) $(ulimit -Hn)"));
        assertEquals(
                "150",
                daemon.docker("run", "--rm", "--ulimit", "nofile=150", "busybox", "sh", "-c", "ulimit -n")
                        .ok()
                        .strip());
    }

    @Test
    void defaultIpcMode() {
        assertEquals("shareable", created("{{.HostConfig.IpcMode}}"));
    }

    @Test
    void defaultCgroupnsMode() throws IOException {
        assertEquals("host", created("{{.HostConfig.CgroupnsMode}}"));
        assertEquals(
                Files.readSymbolicLink(Path.of("/proc/self/ns/cgroup")).toString(),
                inContainer("readlink /proc/self/ns/cgroup"));
    }

    @Test
    void initAndInitPath() throws IOException {
        assertTrue(inContainer("tr '\\0' ' ' </proc/1/cmdline").startsWith("/sbin/docker-init -- "));
        assertEquals(
                Long.toString(Files.size(daemon.root().resolve("own-init"))), inContainer("wc -c </sbin/docker-init"));
    }

    @Test
    void noNewPrivileges() {
        assertEquals("NoNewPrivs:\t1", inContainer("grep NoNewPrivs /proc/self/status"));
    }

    @Test
    void seccompProfile() {
        assertEquals("refused", inContainer("touch /tmp/x; chmod 700 /tmp/x 2>/dev/null || echo refused"));
        String info = daemon.docker("info", "-f", "{{.SecurityOptions}}").ok();
        assertTrue(info.contains("name=seccomp,profile=" + daemon.root() + "/seccomp.json"), info);
    }

    @Test
    void cgroupParent() {
        String groups = inContainer("cat /proc/self/cgroup");
        assertTrue(groups.contains("/" + PARENT + "/"), groups);
    }

    @Test
    void defaultRuntimeAndRuntimes() throws IOException {
        inContainer("true");
        assertTrue(Files.readString(daemon.root().resolve("calls")).contains("create"));
        assertEquals("named", created("{{.HostConfig.Runtime}}"));
        assertEquals(
                "named", daemon.docker("info", "-f", "{{.DefaultRuntime}}").ok().strip());
    }

    @Test
    void logDriverAndLogOpts() {
        assertEquals(
                "local map[max-file:7]", created("{{.HostConfig.LogConfig.Type}} {{.HostConfig.LogConfig.Config}}"));
        assertEquals(
                "local", daemon.docker("info", "-f", "{{.LoggingDriver}}").ok().strip());
    }

    @Test
    void labels() {
        assertEquals(
                "[tier=keys]", daemon.docker("info", "-f", "{{.Labels}}").ok().strip());
    }

    @Test
    void dnsAndDnsOptsAndDnsSearch() {
        String file = inContainer("cat /etc/resolv.conf");
        assertTrue(file.contains("nameserver 10.9.9.9"), file);
        assertTrue(file.contains("search example.org"), file);
        assertTrue(file.contains("options ndots:3"), file);
    }

    @Test
    void defaultAddressPoolsAndFixedCidr() {
        String address = inContainer("ip -4 -o addr show eth0 | awk '{print $4}'");
        assertTrue(address.matches("10\\.77\\.0\\.(12[89]|1[3-9][0-9]|2[0-9][0-9])/24"), address);
        assertTrue(daemon.docker("info", "-f", "{{json .DefaultAddressPools}}")
                .ok()
                .contains("10.77.0.0/16"));
    }

    @Test
    void defaultGateway() {
        assertEquals("10.77.0.254", inContainer("ip -4 route | awk '/default/{print $3}'"));
    }

    @Test
    void ipv6AndBip6AndFixedCidrV6() {
        String addresses = inContainer("ip -6 -o addr show eth0");
        assertTrue(addresses.contains("fd00:77::5:"), addresses);
        String bridge = daemon.network().run("ip", "-6", "-o", "addr", "show").ok();
        assertTrue(bridge.contains("fd00:77::1/64"), bridge);
    }

    @Test
    void defaultGatewayV6() {
        assertEquals("fd00:77::fe", inContainer("ip -6 route | awk '/default/{print $3}'"));
    }

    @Test
    void hostGatewayIps() {
        String hosts = daemon.docker(
                        "run", "--rm", "--add-host", "outside:host-gateway", "busybox", "cat", "/etc/hosts")
                .ok();
        assertTrue(hosts.contains("10.8.8.8\toutside"), hosts);
        assertTrue(hosts.contains("fd00:88::8\toutside"), hosts);
    }

    @Test
    void mtu() {
        assertEquals("1400", inContainer("cat /sys/class/net/eth0/mtu"));
    }

    @Test
    void ip() {
        daemon.docker("run", "-d", "--name", "published", "-p", "80", "busybox", "sleep", "600")
                .ok();
        assertTrue(daemon.docker("port", "published").ok().contains("127.0.0.1:"));
        assertFalse(daemon.docker("port", "published").ok().contains("0.0.0.0:"));
        daemon.docker("rm", "-f", "published").ok();
    }

    @Test
    void groupByNumber() {
        assertEquals(
                "4242 660",
                Command.run("stat", "-c", "%g %a", daemon.socket().toString())
                        .ok()
                        .strip());
    }

    @Test
    void storageOptsOfOldIsToldAndIgnored() throws IOException {
        assertTrue(Files.readString(daemon.log())
                .contains("DEPRECATED: the overlay2.override_kernel_check option is ignored"));
    }

    @Test
    void proxiesOutsideOfTheirGroupAreToldAndIgnored() throws IOException {
        assertTrue(Files.readString(daemon.log())
                .contains(
                        "'http-proxy' has no effect at the top of the configuration file; it belongs into 'proxies'"));
        assertEquals("", daemon.docker("info", "-f", "{{.HTTPProxy}}").ok().strip());
    }

    @Test
    void networkDiagnosticPort() throws IOException {
        String[] question = {"curl", "-s", "http://127.0.0.1:2345/ready"};
        assertEquals("OK\nOK", daemon.network().run(question).ok());
        Command.Result taken =
                daemon.docker("run", "-d", "--name", "taker", "-p", "127.0.0.1:2345:80", "busybox", "sleep", "600");
        assertEquals(125, taken.exit());
        assertTrue(taken.err().contains("address already in use"), taken.err());
        daemon.docker("rm", "-f", "taker").ok();
        String keys = Files.readString(daemon.configFile());
        Files.writeString(daemon.configFile(), keys.replace("2345", "0"));
        daemon.signal("HUP");
        Eventually.holds(
                "the port is given back", () -> daemon.network().run(question).exit() == 7, daemon::logTail);
    }
}
