package dev.gantry.stats;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.gantry.api.error.EngineException;
import dev.gantry.api.types.ContainerTopResponse;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PsOutputTest {
    @Test
    void keepsTheContainersRowsAndJoinsTheLastColumn() {
        ContainerTopResponse top = PsOutput.parse("""
                UID          PID    PPID  C STIME TTY          TIME CMD
                root           1       0  0 03:05 ?        00:00:01 /sbin/init
                root          42       1  0 03:06 ?        00:00:00 sh -c sleep 9
                """, Set.of(42));
        assertEquals(List.of("UID", "PID", "PPID", "C", "STIME", "TTY", "TIME", "CMD"), top.Titles());
        assertEquals(
                List.of(List.of("root", "42", "1", "0", "03:06", "?", "00:00:00", "sh -c sleep 9")), top.Processes());
    }

    @Test
    void aThreadBelongsToTheProcessAboveIt() {
        ContainerTopResponse top = PsOutput.parse("PID CMD\n42 java\n- java\n7 x\n- x\n", Set.of(42));
        assertEquals(List.of(List.of("42", "java"), List.of("-", "java")), top.Processes());
    }

    @Test
    void needsThePidColumn() {
        assertEquals(
                "Couldn't find PID field in ps output",
                assertThrows(EngineException.class, () -> PsOutput.parse("CMD\nx\n", Set.of()))
                        .getMessage());
        assertEquals(
                "specifying \"ppid=PID\" is not allowed",
                assertThrows(EngineException.class, () -> PsOutput.check(" -o ppid=PID"))
                        .getMessage());
        assertDoesNotThrow(() -> PsOutput.check(" -o pid=PID"));
    }

    @Test
    void runsTheMachinesPs() {
        int own = (int) ProcessHandle.current().pid();
        ContainerTopResponse top = PsOutput.parse(Ps.run("-o pid,comm", List.of(own)), Set.of(own));
        assertEquals(1, top.Processes().size());
        assertEquals(List.of("PID", "COMMAND"), top.Titles());
    }
}
