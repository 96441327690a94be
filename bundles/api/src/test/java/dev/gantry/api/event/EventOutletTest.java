package dev.gantry.api.event;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class EventOutletTest {
    private final EventOutlet outlet = new EventOutlet();

    /// Notes the ids of what it is told.
    private static final class Told implements Events {
        private final List<String> ids = new ArrayList<>();

        @Override
        public void publish(Event event) {
            ids.add(event.id());
        }

        @Override
        public EventStream subscribe(EventQuery query) {
            throw new AssertionError();
        }

        @Override
        public int listeners() {
            return 0;
        }
    }

    private void publish(int number) {
        outlet.publish(Event.of(Event.CONTAINER, "start", Integer.toString(number), Map.of()));
    }

    @Test
    void whatHappensBetweenTwoProvidersIsToldToTheSecondInOrder() {
        Told first = new Told();
        Told second = new Told();
        outlet.bind(first);
        publish(1);
        outlet.unbind(first);
        publish(2);
        publish(3);
        outlet.bind(second);
        publish(4);
        assertEquals(List.of("1"), first.ids);
        assertEquals(List.of("2", "3", "4"), second.ids);
    }

    @Test
    void aProviderThatIsReplacedLeavesItsSuccessorAlone() {
        Told first = new Told();
        Told second = new Told();
        outlet.bind(first);
        outlet.bind(second);
        outlet.unbind(first);
        publish(1);
        assertEquals(List.of("1"), second.ids);
    }

    @Test
    void theOldestGoWhenNobodyComesForLong() {
        IntStream.rangeClosed(1, EventOutlet.HELD + 2).forEach(this::publish);
        Told late = new Told();
        outlet.bind(late);
        assertEquals(EventOutlet.HELD, late.ids.size());
        assertEquals("3", late.ids.getFirst());
    }
}
