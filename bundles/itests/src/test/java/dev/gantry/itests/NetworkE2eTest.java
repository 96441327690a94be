package dev.gantry.itests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// The default network, seen from containers and from the host.
@Tag("machine")
@ExtendWith(SharedDaemon.class)
class NetworkE2eTest {
    private static final String ANSWER = "while :; do echo pong | nc -l -p 80; done";

    private final TestDaemon daemon;

    NetworkE2eTest(TestDaemon daemon) {
        this.daemon = daemon;
    }

    @AfterEach
    void removeAll() {
        daemon.docker("ps", "-aq").lines().forEach(id -> daemon.docker("rm", "-fv", id));
    }

    private String inspect(String name, String format) {
        return daemon.docker("inspect", "-f", format, name).ok();
    }

    private void server(String name, String... flags) {
        List<String> all = new java.util.ArrayList<>(List.of("run", "-d", "--name", name));
        all.addAll(List.of(flags));
        all.addAll(List.of("busybox", "sh", "-c", ANSWER));
        daemon.docker(all.toArray(String[]::new)).ok();
    }

    private void answersFromHost(String address, String port) {
        Eventually.holds(
                address + ":" + port + " answers",
                () -> daemon.network()
                        .run("busybox", "nc", "-w", "2", address, port)
                        .out()
                        .equals("pong\n"));
    }

    @Test
    void theBridgeNetworkGivesAddressRouteAndNames() {
        String out = daemon.docker(
                        "run",
                        "--rm",
                        "--name",
                        "c1",
                        "--hostname",
                        "box",
                        "busybox",
                        "sh",
                        "-c",
                        "ip -4 addr show eth0; ip route; cat /etc/hosts")
                .ok();
        assertTrue(out.contains("inet 172.17.0."), out);
        assertTrue(out.contains("default via 172.17.0.1 dev eth0"), out);
        assertTrue(out.contains("127.0.0.1\tlocalhost"), out);
        assertTrue(out.matches("(?s).*172\\.17\\.0\\.\\d+\tbox.*"), out);
    }

    @Test
    void inspectTellsTheAddresses() {
        server("c1");
        String address = inspect("c1", "{{.NetworkSettings.IPAddress}}");
        assertTrue(address.startsWith("172.17.0."), address);
        assertEquals(
                address + " 16 172.17.0.1",
                inspect(
                        "c1",
                        "{{.NetworkSettings.Networks.bridge.IPAddress}} {{.NetworkSettings.IPPrefixLen}} {{.NetworkSettings.Gateway}}"));
        assertTrue(daemon.docker("network", "inspect", "bridge").ok().contains("\"Name\": \"c1\""));
    }

    @Test
    void whatIsWrongWithTheNetworkIsSaidOnce() {
        Command.Result missing = daemon.docker("run", "--rm", "--network", "nosuch", "busybox", "true");
        assertEquals(125, missing.exit());
        assertTrue(
                missing.err()
                        .startsWith("docker: Error response from daemon: failed to set up container networking: network"
                                + " nosuch not found"),
                missing.err());
        server("c1", "-p", "8082:80");
        Command.Result taken = daemon.docker("run", "--rm", "-p", "8082:80", "busybox", "true");
        assertTrue(
                taken.err()
                        .startsWith("docker: Error response from daemon: failed to set up container networking: driver"
                                + " failed programming external connectivity on endpoint"),
                taken.err());
    }

    @Test
    void aLinkFollowsTheOtherThroughItsRestart() {
        server("c1");
        daemon.docker("run", "-d", "--name", "c2", "--link", "c1:store", "busybox", "sleep", "1000")
                .ok();
        String before = inspect("c1", "{{.NetworkSettings.IPAddress}}");
        assertTrue(hosts("c2").contains(before + "\tstore "), hosts("c2"));
        daemon.docker("restart", "-t", "0", "c1").ok();
        String after = inspect("c1", "{{.NetworkSettings.IPAddress}}");
        assertNotEquals(before, after);
        assertTrue(hosts("c2").contains(after + "\tstore "), hosts("c2"));
        assertFalse(hosts("c2").contains(before + "\t"), hosts("c2"));
    }

    private String hosts(String container) {
        return daemon.docker("exec", container, "cat", "/etc/hosts").ok();
    }

    @Test
    void containersReachEachOther() {
        server("c1");
        String address = inspect("c1", "{{.NetworkSettings.IPAddress}}");
        Eventually.holds(
                "b reaches a",
                () -> daemon.docker("run", "--rm", "busybox", "nc", "-w", "2", address, "80")
                        .out()
                        .equals("pong\n"));
    }

    @Test
    void aPublishedPortIsReachedFromEverywhere() {
        server("c1", "-p", "8080:80");
        answersFromHost("127.0.0.1", "8080");
        answersFromHost("172.17.0.1", "8080");
        Eventually.holds(
                "a container reaches the published port",
                () -> daemon.docker("run", "--rm", "busybox", "nc", "-w", "2", "172.17.0.1", "8080")
                        .out()
                        .equals("pong\n"));
        assertTrue(daemon.docker("port", "c1").lines().contains("80/tcp -> 0.0.0.0:8080"));
    }

    @Test
    void aPublishedPortIsReachedFromAnotherHost() throws Exception {
        server("c1", "-p", "8081:80");
        String host = daemon.network().name();
        try (TestNetwork other = new TestNetwork(host + "-o")) {
            Command.run(
                            "ip",
                            "-n",
                            host,
                            "link",
                            "add",
                            "outside",
                            "type",
                            "veth",
                            "peer",
                            "name",
                            "inside",
                            "netns",
                            other.name())
                    .ok();
            Command.run("ip", "-n", host, "addr", "add", "10.99.0.1/24", "dev", "outside")
                    .ok();
            Command.run("ip", "-n", host, "link", "set", "outside", "up").ok();
            Command.run("ip", "-n", other.name(), "addr", "add", "10.99.0.2/24", "dev", "inside")
                    .ok();
            Command.run("ip", "-n", other.name(), "link", "set", "inside", "up").ok();
            Eventually.holds(
                    "the other host reaches it",
                    () -> other.run("busybox", "nc", "-w", "2", "10.99.0.1", "8081")
                            .out()
                            .equals("pong\n"));
            Process listener =
                    new ProcessBuilder(other.inside(List.of("sh", "-c", "echo seen | busybox nc -l -p 90"))).start();
            try {
                Eventually.holds(
                        "a container gets out, masqueraded",
                        () -> daemon.docker("run", "--rm", "busybox", "nc", "-w", "2", "10.99.0.2", "90")
                                .out()
                                .equals("seen\n"));
            } finally {
                listener.destroyForcibly();
            }
        } finally {
            Command.run("ip", "-n", host, "link", "del", "outside");
        }
    }

    @Test
    void anEphemeralPortIsChosenAndFreed() {
        server("c1", "-p", "80", "--expose", "90");
        String port = daemon.docker("port", "c1", "80/tcp").lines().getFirst().replaceAll(".*:", "");
        answersFromHost("127.0.0.1", port);
        daemon.docker("rm", "-f", "c1").ok();
        server("c2", "-p", port + ":80");
        answersFromHost("127.0.0.1", port);
    }

    @Test
    void publishAllTakesTheExposedOnes() {
        server("c1", "-P", "--expose", "80");
        assertTrue(daemon.docker("port", "c1").ok().startsWith("80/tcp -> 0.0.0.0:"));
    }

    @Test
    void udpPortsWork() {
        daemon.docker(
                        "run",
                        "-d",
                        "--name",
                        "c1",
                        "-p",
                        "127.0.0.1:5300:53/udp",
                        "-v",
                        "/usr:/usr:ro",
                        "-v",
                        "/usr/lib:/lib:ro",
                        "-v",
                        "/usr/lib64:/lib64:ro",
                        "busybox",
                        "/usr/bin/socat",
                        "-u",
                        "UDP-RECV:53",
                        "OPEN:/got,creat,append")
                .ok();
        Eventually.holds("the datagram arrived", () -> {
            daemon.network().run("bash", "-c", "echo dgram > /dev/udp/127.0.0.1/5300");
            return daemon.docker("exec", "c1", "cat", "/got").out().startsWith("dgram");
        });
    }

    @Test
    void aTakenPortIsRefusedAndTheContainerStaysCreated() {
        server("c1", "-p", "8082:80");
        Command.Result refused = daemon.docker("run", "--name", "c2", "-p", "8082:80", "busybox", "true");
        assertEquals(125, refused.exit());
        assertTrue(refused.err().contains("Bind for 0.0.0.0:8082 failed: port is already allocated"), refused.err());
        assertEquals("created", inspect("c2", "{{.State.Status}}"));
    }

    @Test
    void hostNoneAndContainerModes() {
        server("c1");
        String hostDevices = daemon.docker("run", "--rm", "--network", "host", "busybox", "ls", "/sys/class/net")
                .ok();
        assertTrue(hostDevices.contains("docker0"), hostDevices);
        assertEquals(
                "lo",
                daemon.docker("run", "--rm", "--network", "none", "busybox", "ls", "/sys/class/net")
                        .ok());
        assertEquals(
                inspect("c1", "{{.NetworkSettings.IPAddress}}"),
                daemon.docker(
                                "run",
                                "--rm",
                                "--network",
                                "container:c1",
                                "busybox",
                                "sh",
                                "-c",
                                "ip -4 addr show eth0 | awk '/inet/{sub(\"/.*\",\"\",$2); print $2}'")
                        .ok());
        assertEquals(
                daemon.docker("exec", "c1", "hostname").ok(),
                daemon.docker("run", "--rm", "--network", "container:c1", "busybox", "hostname")
                        .ok());
    }

    @Test
    void namesAndDnsComeFromTheFlags() {
        String out = daemon.docker(
                        "run",
                        "--rm",
                        "--add-host",
                        "db:10.1.2.3",
                        "--add-host",
                        "host.docker.internal:host-gateway",
                        "--dns",
                        "10.9.9.9",
                        "--dns-search",
                        "example.org",
                        "--dns-option",
                        "ndots:3",
                        "busybox",
                        "cat",
                        "/etc/hosts",
                        "/etc/resolv.conf")
                .ok();
        assertTrue(out.contains("10.1.2.3\tdb"), out);
        assertTrue(out.contains("172.17.0.1\thost.docker.internal"), out);
        assertTrue(out.contains("nameserver 10.9.9.9"), out);
        assertTrue(out.contains("search example.org"), out);
        assertTrue(out.contains("options ndots:3"), out);
    }

    @Test
    void thePredefinedNetworksAreListed() {
        assertEquals(
                List.of("bridge bridge local", "host host local", "none null local"),
                daemon.docker("network", "ls", "--format", "{{.Name}} {{.Driver}} {{.Scope}}")
                        .lines());
        Command.Result refused = daemon.docker("network", "rm", "bridge");
        assertTrue(refused.err().contains("bridge is a pre-defined network and cannot be removed"), refused.err());
    }
}
