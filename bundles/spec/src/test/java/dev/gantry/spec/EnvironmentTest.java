package dev.gantry.spec;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.gantry.api.types.ContainerConfig;
import dev.gantry.api.types.ContainerConfigBuilder;
import java.util.List;
import org.junit.jupiter.api.Test;

class EnvironmentTest {
    private final ContainerConfig config = ContainerConfigBuilder.builder()
            .Hostname("box")
            .Env(List.of("PATH=/bin", "A=1", "B=2"))
            .build();

    @Test
    void putsItsOwnFirstAndLetsTheConfiguredReplaceThem() {
        assertEquals(List.of("PATH=/bin", "HOSTNAME=box", "A=1", "B=2"), Environment.of(config, false, null));
    }

    @Test
    void addsATerminalAndRemovesWhatHasNoValue() {
        assertEquals(
                List.of("PATH=/bin", "HOSTNAME=box", "TERM=xterm", "B=3"),
                Environment.of(config, true, List.of("A", "B=3")));
    }
}
