package dev.gantry.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.gantry.api.types.EndpointSettings;
import dev.gantry.api.types.EndpointSettingsBuilder;
import dev.gantry.api.types.NetworkSettings;
import dev.gantry.api.types.NetworkSettingsBuilder;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class NetworkPastTest {
    private static final NetworkSettings LIVE = NetworkSettingsBuilder.builder()
            .SandboxID("5a")
            .SandboxKey("/run/netns/5a")
            .IPAddress("172.17.0.2")
            .Networks(Map.of(
                    "host",
                    EndpointSettingsBuilder.builder()
                            .NetworkID("0a32")
                            .EndpointID("c389")
                            .IPAddress("172.17.0.2")
                            .build()))
            .build();

    @Test
    void onlyTheNetworksIdOutlivesARun() {
        NetworkSettings past = NetworkPast.of(LIVE);
        assertEquals("", past.SandboxID() + past.SandboxKey() + past.IPAddress());
        EndpointSettings host = past.Networks().get("host");
        assertEquals("0a32", host.NetworkID());
        assertEquals("", host.EndpointID() + host.IPAddress());
        assertNull(NetworkPast.of(null));
    }

    @Test
    void wishesStandAndLeftNetworksDoNotComeBack() {
        Map<String, EndpointSettings> wishes = Map.of(
                "host",
                EndpointSettingsBuilder.builder().Aliases(List.of("web")).build());
        EndpointSettings shown = NetworkPast.into(wishes, NetworkPast.of(LIVE)).get("host");
        assertEquals(List.of("web"), shown.Aliases());
        assertEquals("0a32", shown.NetworkID());
        Map<String, EndpointSettings> other =
                Map.of("none", EndpointSettingsBuilder.builder().build());
        assertEquals(
                Set.of("none"), NetworkPast.into(other, NetworkPast.of(LIVE)).keySet());
        assertEquals(other, NetworkPast.into(other, null));
    }
}
