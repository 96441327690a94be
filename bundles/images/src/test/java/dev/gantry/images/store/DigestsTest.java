package dev.gantry.images.store;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class DigestsTest {
    @Test
    void chainsBeginWithTheFirstLayerAndHashTheRest() {
        String one = "sha256:" + "11".repeat(32);
        String two = "sha256:" + "22".repeat(32);
        List<String> chains = Digests.chainIds(List.of(one, two));
        assertEquals(one, chains.getFirst());
        assertEquals(Digests.of((one + " " + two).getBytes(StandardCharsets.US_ASCII)), chains.getLast());
        assertEquals(List.of(), Digests.chainIds(List.of()));
    }

    @Test
    void showsTwelveDigits() {
        assertEquals("111111111111", Digests.brief("sha256:" + "11".repeat(32)));
    }
}
