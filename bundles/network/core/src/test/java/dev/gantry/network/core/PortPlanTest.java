package dev.gantry.network.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.api.error.EngineException;
import dev.gantry.api.linux.Errno;
import dev.gantry.api.linux.ErrnoException;
import dev.gantry.api.network.PublishRequest;
import dev.gantry.api.network.PublishedPort;
import dev.gantry.api.types.PortBinding;
import dev.gantry.linux.KernelDescriptors;
import dev.gantry.linux.KernelSockets;
import dev.gantry.linux.SystemCalls;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.nio.channels.ServerSocketChannel;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PortPlanTest {
    private static final InetAddress ANY = InetAddress.ofLiteral("0.0.0.0");
    private static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");
    private static final InetAddress CONTAINER = InetAddress.ofLiteral("172.17.0.2");

    private final SystemCalls kernel = new SystemCalls();
    private final HostPorts ports = new HostPorts(new KernelSockets(kernel), new KernelDescriptors(kernel));

    private static PublishRequest request(String port, String hostIp, String hostPort) {
        return new PublishRequest(Map.of(port, List.of(new PortBinding(hostIp, hostPort))), Set.of(), false);
    }

    private static PortPlan.Wish wish(InetAddress address, int first, int last) {
        return new PortPlan.Wish("tcp", 80, List.of(address), first, last);
    }

    @Test
    void putsExactPortsBeforeRanges() {
        PublishRequest request = new PublishRequest(
                Map.of(
                        "80/tcp", List.of(new PortBinding("", "8000-8010"), new PortBinding("", "8000")),
                        "53/udp", List.of(new PortBinding("10.0.0.1", ""))),
                Set.of(),
                false);
        List<PortPlan.Wish> wishes = PortPlan.of(request, ANY, true);
        assertEquals(3, wishes.size());
        assertTrue(wishes.getFirst().isExact());
        assertEquals(
                List.of(ANY, InetAddress.ofLiteral("::")), wishes.getFirst().addresses());
    }

    @Test
    void publishesWhatIsExposedWhenAllIsAsked() {
        PublishRequest all = new PublishRequest(
                Map.of("80/tcp", List.of(new PortBinding("", "8080"))), Set.of("80/tcp", "443"), true);
        List<PortPlan.Wish> wishes = PortPlan.of(all, ANY, false);
        assertEquals(
                List.of(80, 443),
                wishes.stream().map(PortPlan.Wish::containerPort).toList());
        assertEquals(0, wishes.get(1).first());
    }

    @Test
    void refusesWhatIsNoPort() {
        for (String bad : List.of("http", "0", "70000", "80/icmp", "-1")) {
            assertThrows(EngineException.class, () -> PortPlan.of(request(bad, "", ""), ANY, false), bad);
        }
        assertThrows(EngineException.class, () -> PortPlan.of(request("80", "", "9-8"), ANY, false));
        assertThrows(EngineException.class, () -> PortPlan.of(request("80", "localhost", ""), ANY, false));
    }

    @Test
    void choosesOneAfterTheOther() {
        try (PortHold first = ports.reserve(List.of(wish(LOOPBACK, 0, 0)), CONTAINER, true);
                PortHold second = ports.reserve(List.of(wish(LOOPBACK, 0, 0)), CONTAINER, true)) {
            assertTrue(second.ports().getFirst().hostPort()
                    > first.ports().getFirst().hostPort());
        }
    }

    @Test
    void takesTheFirstFreePortOfARange() {
        try (PortHold first = ports.reserve(List.of(wish(ANY, 18_200, 18_201)), CONTAINER, true);
                PortHold second = ports.reserve(List.of(wish(LOOPBACK, 18_200, 18_201)), CONTAINER, true)) {
            assertEquals(18_200, first.ports().getFirst().hostPort());
            assertEquals(18_201, second.ports().getFirst().hostPort());
            EngineException none = assertThrows(
                    EngineException.class,
                    () -> ports.reserve(List.of(wish(LOOPBACK, 18_200, 18_201)), CONTAINER, true));
            assertEquals("Bind for 127.0.0.1:18201 failed: port is already allocated", none.getMessage());
        }
        ports.reserve(List.of(wish(ANY, 18_200, 18_201)), CONTAINER, true).close();
    }

    @Test
    void aFailureGivesAllBack() {
        try (PortHold held = ports.reserve(List.of(wish(ANY, 18_211, 18_211)), CONTAINER, true)) {
            List<PortPlan.Wish> wishes = List.of(wish(ANY, 18_210, 18_210), wish(ANY, 18_211, 18_211));
            assertThrows(EngineException.class, () -> ports.reserve(wishes, CONTAINER, true));
            ports.reserve(List.of(wish(ANY, 18_210, 18_210)), CONTAINER, true).close();
            assertEquals(1, held.ports().size());
        }
    }

    @Test
    void aPortOfAllOfIpv6LeavesIpv4sPortToOthers() throws Exception {
        InetAddress everyIpv6 = InetAddress.ofLiteral("::");
        for (boolean relayed : new boolean[] {true, false}) {
            try (PortHold held = ports.reserve(List.of(wish(everyIpv6, 18_230, 18_230)), CONTAINER, relayed);
                    ServerSocketChannel others = ServerSocketChannel.open(StandardProtocolFamily.INET);
                    PortHold both = ports.reserve(
                            List.of(wish(ANY, 18_231, 18_231), wish(everyIpv6, 18_231, 18_231)), CONTAINER, relayed)) {
                assertEquals(1, held.ports().size());
                others.bind(new InetSocketAddress(18_230));
                assertEquals(2, both.ports().size());
            }
        }
    }

    @Test
    void aRestoreTakesWhatItCan() throws Exception {
        PublishedPort port = new PublishedPort("tcp", 80, LOOPBACK, 18_220);
        try (PortHold held = ports.restore(List.of(port), true)) {
            assertEquals(List.of(port), held.ports());
            ErrnoException taken = assertThrows(
                    ErrnoException.class,
                    () -> new KernelSockets(kernel).reserve("tcp", new InetSocketAddress(LOOPBACK, 18_220)));
            assertTrue(taken.is(Errno.EADDRINUSE));
            assertTrue(ports.restore(List.of(port), true).ports().isEmpty());
        }
    }
}
