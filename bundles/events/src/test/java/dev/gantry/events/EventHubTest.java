package dev.gantry.events;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.api.event.Event;
import dev.gantry.api.event.EventQuery;
import dev.gantry.api.event.EventStream;
import dev.gantry.api.types.Filters;
import dev.gantry.json.JacksonCodec;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(10)
class EventHubTest {
    private final EventHub hub = new EventHub((Handover) null);

    private static Event event(int number) {
        return new Event(
                "container",
                "start",
                "c" + number,
                Map.of("name", "n" + number),
                "local",
                Instant.ofEpochSecond(number));
    }

    private static EventQuery history(Filters filters) {
        return new EventQuery(filters, Instant.EPOCH, Instant.now());
    }

    private int count(EventStream stream) throws InterruptedException {
        int count = 0;
        while (stream.next() != null) {
            count++;
        }
        return count;
    }

    @Test
    void keepsTheLast256() throws InterruptedException {
        for (int i = 1; i <= 300; i++) {
            hub.publish(event(i));
        }
        EventStream stream = hub.subscribe(history(Filters.NONE));
        assertEquals("c45", stream.next().id());
        assertEquals(255, count(stream));
        assertNull(stream.rest());
        assertEquals(0, hub.listeners());
    }

    @Test
    void sinceAndUntilBoundTheHistory() throws InterruptedException {
        for (int i = 1; i <= 10; i++) {
            hub.publish(event(i));
        }
        assertEquals(
                3,
                count(hub.subscribe(new EventQuery(Filters.NONE, Instant.ofEpochSecond(4), Instant.ofEpochSecond(6)))));
    }

    @Test
    void withoutSinceOnlyWhatComes() throws InterruptedException {
        hub.publish(event(1));
        try (EventStream stream = hub.subscribe(EventQuery.ALL)) {
            hub.publish(event(2));
            assertEquals("c2", stream.next().id());
        }
    }

    @Test
    void anUntilInTheFutureEndsTheStreamThen() throws InterruptedException {
        EventStream stream =
                hub.subscribe(new EventQuery(Filters.NONE, null, Instant.now().plusMillis(50)));
        assertNull(stream.next());
    }

    @Test
    void aSlowReaderHoldsNobodyUpAndLosesTheNewest() throws InterruptedException {
        EventStream slow = hub.subscribe(EventQuery.ALL);
        for (int i = 1; i <= 3000; i++) {
            hub.publish(event(i));
        }
        for (int i = 1; i <= 1024; i++) {
            assertEquals("c" + i, slow.next().id());
        }
        hub.publish(event(5000));
        assertEquals("c5000", slow.next().id());
    }

    @Test
    void closingWakesTheReader() throws InterruptedException {
        EventStream stream = hub.subscribe(EventQuery.ALL);
        Thread closer = Thread.ofVirtual().start(stream::close);
        assertNull(stream.next());
        closer.join();
        assertNull(stream.next());
    }

    @Test
    void theProvidersDepartureCutsAfterTheLastEvent() throws InterruptedException {
        EventStream stream = hub.subscribe(EventQuery.ALL);
        hub.publish(event(1));
        hub.leave();
        assertNotNull(stream.next());
        assertNull(stream.next());
        assertNotNull(stream.rest());
    }

    /// All of one time.
    private static Event numbered(int number) {
        return new Event("container", "start", "c" + number, Map.of(), "local", Instant.EPOCH);
    }

    private EventHub hub(Path directory) {
        return new EventHub(new Handover(directory.resolve("events.json"), new JacksonCodec()));
    }

    private static void readAll(EventStream from, List<String> ids) throws InterruptedException {
        for (Event event = from.next(); event != null; event = from.next()) {
            ids.add(event.id());
        }
        assertNotNull(from.rest());
    }

    @Test
    void aStreamGoesOnWithTheSuccessorWithoutALostOrDoubledEvent(@TempDir Path directory) throws InterruptedException {
        EventHub present = hub(directory);
        EventStream stream = present.subscribe(EventQuery.ALL);
        List<String> ids = new ArrayList<>();
        int published = 0;
        for (int swap = 0; swap < 50; swap++) {
            for (int i = 0; i < swap % 4; i++) {
                present.publish(numbered(published++));
            }
            present.leave();
            present = hub(directory);
            present.publish(numbered(published++));
            readAll(stream, ids);
            stream = present.subscribe(stream.rest());
        }
        present.leave();
        readAll(stream, ids);
        assertEquals(IntStream.range(0, published).mapToObj(n -> "c" + n).toList(), ids);
    }

    @Test
    void aStreamWhosePastIsLostGoesOnWithAllThatIsNew(@TempDir Path directory) throws InterruptedException {
        EventHub first = new EventHub((Handover) null);
        EventStream stream = first.subscribe(EventQuery.ALL);
        for (int i = 0; i < 500; i++) {
            first.publish(numbered(i));
        }
        first.leave();
        EventHub next = hub(directory);
        next.publish(numbered(500));
        next.publish(numbered(501));
        List<String> ids = new ArrayList<>();
        readAll(stream, ids);
        EventStream resumed = next.subscribe(stream.rest());
        next.leave();
        readAll(resumed, ids);
        assertEquals(IntStream.range(0, 502).mapToObj(n -> "c" + n).toList(), ids);
    }

    @Test
    void theRestKeepsFiltersAndEnd(@TempDir Path directory) {
        EventHub first = hub(directory);
        Filters filters = new Filters(Map.of("event", List.of("start")));
        Instant until = Instant.now().plusSeconds(100);
        EventStream stream = first.subscribe(new EventQuery(filters, Instant.EPOCH, until));
        assertNull(stream.rest());
        first.publish(event(1));
        first.leave();
        assertEquals(new EventQuery(filters, null, until, 1L), stream.rest());
    }

    @Test
    void filtersAsDockerDoes() {
        Event exec = new Event(
                "container",
                "exec_create: ls -l",
                "abcdef",
                Map.of("name", "web", "image", "nginx:1", "a", "b"),
                "local",
                Instant.now());
        assertTrue(fits(exec, "event", "exec_create"));
        assertTrue(fits(exec, "event", "exec_create: ls -l"));
        assertFalse(fits(exec, "event", "exec"));
        assertTrue(fits(exec, "container", "web"));
        assertTrue(fits(exec, "container", "abc"));
        assertFalse(fits(exec, "container", "xyz"));
        assertTrue(fits(exec, "image", "nginx"));
        assertTrue(fits(exec, "image", "nginx:1"));
        assertFalse(fits(exec, "image", "nginx:2"));
        assertTrue(fits(exec, "label", "a=b"));
        assertFalse(fits(exec, "label", "a=c"));
        assertFalse(fits(exec, "type", "image"));
        assertFalse(fits(exec, "volume", "v"));
        assertTrue(new EventMatch(new Filters(Map.of("type", List.of("image", "container")))).test(exec));
    }

    private static boolean fits(Event event, String key, String value) {
        return new EventMatch(new Filters(Map.of(key, List.of(value)))).test(event);
    }
}
