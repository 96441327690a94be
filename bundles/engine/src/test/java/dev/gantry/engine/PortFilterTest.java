package dev.gantry.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.gantry.api.error.EngineException;
import dev.gantry.api.types.PortSummary;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PortFilterTest {
    private static final PortSummary WEB = new PortSummary("127.0.0.1", 80, 18080, "tcp");

    @ParameterizedTest
    @CsvSource({
        "18080,true",
        "18080/tcp,true",
        "18000-18090,true",
        "18080/udp,false",
        "80,false",
    })
    void meansThePortOnTheHostByPublished(String wanted, boolean accepted) {
        assertEquals(accepted, new PortFilter(List.of(wanted), List.of()).accepts(WEB));
    }

    @ParameterizedTest
    @CsvSource({"80,true", "79-81/tcp,true", "18080,false"})
    void meansThePortInTheContainerByExposed(String wanted, boolean accepted) {
        assertEquals(accepted, new PortFilter(List.of(), List.of(wanted)).accepts(WEB));
    }

    @Test
    void acceptsWhatMatchesEither() {
        assertEquals(true, new PortFilter(List.of("1"), List.of("80")).accepts(WEB));
    }

    @ParameterizedTest
    @ValueSource(strings = {"abc", "1:2", "90-80", "70000", "-1"})
    void refusesWhatIsNoPort(String wanted) {
        assertThrows(EngineException.class, () -> new PortFilter(List.of(wanted), List.of()));
    }
}
