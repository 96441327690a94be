package dev.gantry.network.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.gantry.api.error.EngineException;
import dev.gantry.api.error.ErrorKind;
import dev.gantry.api.linux.IpPrefix;
import dev.gantry.api.network.Subnet;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AddressPoolTest {
    private static final Path NO_ID = Path.of("/nonexistent");

    private static AddressPool pool(String subnet, String range, String gateway) {
        return new AddressPool(new Subnet(
                IpPrefix.parse(subnet),
                range == null ? null : IpPrefix.parse(range),
                gateway == null ? null : InetAddress.ofLiteral(gateway),
                Map.of()));
    }

    private static InetAddress ip(String text) {
        return InetAddress.ofLiteral(text);
    }

    @Test
    void givesAddressesInOrderAndAReleasedOneLast() {
        AddressPool pool = pool("10.0.0.0/29", null, "10.0.0.1");
        assertEquals("10.0.0.2/29", pool.next("n").toString());
        assertEquals("10.0.0.3/29", pool.next("n").toString());
        pool.release(ip("10.0.0.2"));
        assertEquals("10.0.0.4/29", pool.next("n").toString());
        assertEquals("10.0.0.5/29", pool.next("n").toString());
        assertEquals("10.0.0.6/29", pool.next("n").toString());
        assertEquals("10.0.0.2/29", pool.next("n").toString());
        EngineException none = assertThrows(EngineException.class, () -> pool.next("bridge (id)"));
        assertEquals(ErrorKind.UNAVAILABLE, none.kind());
        assertEquals("no available IPv4 addresses on this network's address pools: bridge (id)", none.getMessage());
    }

    @Test
    void choosesWithinTheRangeButTakesAnyAddressOfTheSubnet() {
        AddressPool pool = pool("10.0.0.0/24", "10.0.0.64/30", "10.0.0.1");
        assertEquals("10.0.0.64/24", pool.next("n").toString());
        assertEquals("10.0.0.9/24", pool.take(ip("10.0.0.9")).toString());
        assertEquals(
                ErrorKind.FORBIDDEN,
                assertThrows(EngineException.class, () -> pool.take(ip("10.0.0.9")))
                        .kind());
        assertEquals(
                ErrorKind.INVALID_PARAMETER,
                assertThrows(EngineException.class, () -> pool.take(ip("10.0.1.9")))
                        .kind());
        assertThrows(EngineException.class, () -> pool.take(ip("10.0.0.1")));
    }

    @Test
    void goesOnAfterWhatARestoreFound() {
        AddressPool pool = pool("172.17.0.0/16", null, "172.17.0.1");
        pool.take(ip("172.17.0.7"));
        pool.continueAfter(ip("172.17.0.7"));
        assertEquals("172.17.0.8/16", pool.next("n").toString());
    }

    @Test
    void countsInIpv6() {
        AddressPool pool = pool("fd00:1::/64", null, "fd00:1::1");
        assertEquals("fd00:1::2/64", pool.next("n").toString());
    }

    @Test
    void findsTheFirstSubnetThatIsFree() {
        List<SubnetPool> usual = SubnetPool.of(List.of(), NO_ID);
        assertEquals(
                "172.17.0.0/16", SubnetPool.firstFree(usual, false, List.of()).toString());
        List<IpPrefix> taken = List.of(IpPrefix.parse("172.16.0.0/14"), IpPrefix.parse("172.20.0.0/16"));
        assertEquals("172.21.0.0/16", SubnetPool.firstFree(usual, false, taken).toString());
        List<SubnetPool> one = SubnetPool.of(List.of("base=10.0.0.0/24,size=25"), NO_ID);
        assertEquals(
                "10.0.0.128/25",
                SubnetPool.firstFree(one, false, List.of(IpPrefix.parse("10.0.0.0/25")))
                        .toString());
        EngineException none = assertThrows(
                EngineException.class, () -> SubnetPool.firstFree(one, false, List.of(IpPrefix.parse("10.0.0.0/8"))));
        assertEquals("all predefined address pools have been fully subnetted", none.getMessage());
    }
}
