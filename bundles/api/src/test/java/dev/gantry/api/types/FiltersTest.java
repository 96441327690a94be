package dev.gantry.api.types;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.api.error.EngineException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FiltersTest {
    @Test
    void readsBothFormsThatClientsSend() {
        Filters list = Filters.ofJson(Map.of("label", List.of("a", "b=c")));
        Filters set = Filters.ofJson(Map.of("label", Map.of("a", true, "b=c", false)));
        assertTrue(list.get("label").containsAll(List.of("a", "b=c")));
        assertTrue(set.get("label").containsAll(List.of("a", "b=c")));
        assertEquals(Filters.NONE, Filters.ofJson(null));
        assertFalse(Filters.ofJson(Map.of("x", List.of())).has("x"));
    }

    @Test
    void refusesOtherShapesAndKeys() {
        assertThrows(EngineException.class, () -> Filters.ofJson(List.of("x")));
        assertThrows(EngineException.class, () -> Filters.ofJson(Map.of("x", "y")));
        assertThrows(EngineException.class, () -> Filters.ofJson(Map.of("x", List.of(1))));
        Filters filters = new Filters(Map.of("foo", List.of("1")));
        EngineException e = assertThrows(EngineException.class, () -> filters.requireOnly(Set.of("bar")));
        assertEquals("invalid filter 'foo'", e.getMessage());
    }

    @Test
    void severalValuesOfAKeyAreAlternativesButOfLabelsConditions() {
        Filters filters = new Filters(Map.of("name", List.of("a", "b.*d"), "label", List.of("x", "y=1")));
        assertTrue(filters.exact("name", "a"));
        assertFalse(filters.exact("name", "ab"));
        assertTrue(filters.prefix("name", "ab"));
        assertTrue(filters.matches("name", "bcd"));
        assertTrue(filters.exact("other", "anything"));
        assertTrue(filters.labels("label", Map.of("x", "", "y", "1")));
        assertFalse(filters.labels("label", Map.of("x", "", "y", "2")));
        assertFalse(filters.labels("label", null));
        assertTrue(new Filters(Map.of("name", List.of("["))).matches("name", "["));
    }

    @Test
    void readsFlags() {
        assertTrue(new Filters(Map.of("all", List.of("1"))).flag("all", false));
        assertFalse(new Filters(Map.of("all", List.of("false"))).flag("all", true));
        assertTrue(Filters.NONE.flag("all", true));
        assertThrows(EngineException.class, () -> new Filters(Map.of("all", List.of("yes"))).flag("all", true));
        assertThrows(EngineException.class, () -> new Filters(Map.of("all", List.of("1", "0"))).flag("all", true));
    }

    @Test
    void prunesByAbsentLabelsToo() {
        Filters filters = new Filters(Map.of("label!", List.of("keep", "tier=1")));
        assertTrue(filters.labelsForPrune(Map.of("tier", "2")));
        assertFalse(filters.labelsForPrune(Map.of("tier", "1")));
        assertFalse(filters.labelsForPrune(Map.of("keep", "")));
    }
}
