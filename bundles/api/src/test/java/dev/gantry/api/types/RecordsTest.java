package dev.gantry.api.types;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.api.event.Event;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RecordsTest {
    @Test
    void absentValuesAreGosZeroValues() {
        HostConfig host = HostConfigBuilder.builder().build();
        assertEquals("", host.NetworkMode());
        assertEquals(RestartPolicy.EMPTY, host.RestartPolicy());
        assertNull(host.Binds());
        assertNull(host.Init());
        assertEquals(List.of(), ContainerSummaryBuilder.builder().build().Names());
    }

    @Test
    void copiesAreImmutableSortedAndWithoutNulls() {
        ContainerConfig config = ContainerConfigBuilder.builder()
                .Cmd(Arrays.asList("a", null, "b"))
                .Labels(Map.of("z", "1", "a", "2"))
                .build();
        assertEquals(List.of("a", "b"), config.Cmd());
        assertEquals("[a, z]", config.Labels().keySet().toString());
        assertThrows(UnsupportedOperationException.class, () -> config.Labels().put("x", "y"));
    }

    @Test
    void aCreateRequestHoldsAConfigAndGivesItBack() {
        ContainerConfig config =
                ContainerConfigBuilder.builder().Image("busybox").StopTimeout(3).build();
        ContainerCreateRequest request =
                ContainerCreateRequestBuilder.builder().build().withConfig(config);
        assertEquals(config, request.config());
    }

    @Test
    void credentialsAreNotPrinted() {
        AuthConfig auth = new AuthConfig("joe", "hidden", "hidden", "", "r.example", "hidden", "hidden");
        assertFalse(auth.toString().contains("hidden"));
        assertTrue(auth.toString().contains("joe"));
    }

    @Test
    void timesHaveAsManyDigitsAsTheyNeed() {
        assertEquals("2026-01-02T03:04:05Z", Timestamps.format(Instant.parse("2026-01-02T03:04:05Z")));
        assertEquals("2026-01-02T03:04:05.06Z", Timestamps.format(Instant.parse("2026-01-02T03:04:05.060Z")));
        assertEquals("2026-01-02T03:04:05.060000000Z", Timestamps.fixed(Instant.parse("2026-01-02T03:04:05.060Z")));
        assertEquals(Instant.parse("2026-01-02T02:04:05Z"), Timestamps.parse("2026-01-02T03:04:05+01:00"));
        assertTrue(Timestamps.isZero(Timestamps.ZERO));
    }

    @Test
    void eventsCarryWhatOldClientsRead() {
        Instant time = Instant.ofEpochSecond(5, 6);
        EventMessage message = new Event("container", "start", "id", Map.of("image", "i"), "local", time).message();
        assertEquals("start id i", message.status() + " " + message.id() + " " + message.from());
        assertEquals(5_000_000_006L, message.timeNano());
        assertEquals(
                "",
                new Event("volume", "create", "v", Map.of(), "local", time)
                        .message()
                        .status());
    }
}
