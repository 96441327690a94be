package dev.gantry.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.api.error.EngineException;
import dev.gantry.api.error.ErrorKind;
import org.junit.jupiter.api.Test;

class ContainerTableTest {
    private final ContainerTable table = new ContainerTable();

    private Container add(String id, String name) {
        Container container = new Container(Examples.facts(id, table.reserve(name, id)), table);
        table.add(container);
        return container;
    }

    @Test
    void findsByIdNameAndUniquePrefix() {
        Container one = add("a1".repeat(32), "one");
        Container two = add("a2".repeat(32), "two");
        assertSame(one, table.find("a1".repeat(32)));
        assertSame(two, table.find("/two"));
        assertSame(one, table.find("a1"));
        EngineException several = assertThrows(EngineException.class, () -> table.find("a"));
        assertEquals(ErrorKind.INVALID_PARAMETER, several.kind());
        EngineException none = assertThrows(EngineException.class, () -> table.find("b"));
        assertEquals("No such container: b", none.getMessage());
    }

    @Test
    void givesANameToOneAtATime() {
        Container one = add("a1".repeat(32), "one");
        EngineException taken = assertThrows(EngineException.class, () -> table.reserve("one", "x"));
        assertTrue(taken.getMessage().contains("\"/one\" is already in use by container \"" + one.id()));
        table.remove(one);
        assertEquals("one", table.reserve("one", "x"));
    }

    @Test
    void makesNamesUp() {
        String name = table.reserve("", "a1".repeat(32));
        assertTrue(name.matches("[a-z]+_[a-z]+"), name);
    }

    @Test
    void refusesNamesThatAreNone() {
        for (String name : new String[] {"a", "-ab", "a b", "a/b", "ä1"}) {
            assertThrows(EngineException.class, () -> table.reserve(name, "x"), name);
        }
    }

    @Test
    void countsEveryChange() {
        long before = table.version();
        Container one = add("a1".repeat(32), "one");
        one.become(one.facts().withRestartCount(3));
        assertTrue(table.version() >= before + 2);
    }
}
