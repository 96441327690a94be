package dev.gantry.spec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.gantry.api.error.EngineException;
import dev.gantry.api.types.HostConfigBuilder;
import java.util.List;
import org.junit.jupiter.api.Test;

class SecurityOptionsTest {
    private static SecurityOptions of(String... options) {
        return SecurityOptions.of(
                HostConfigBuilder.builder().SecurityOpt(List.of(options)).build());
    }

    @Test
    void readsBothSeparatorsAndBareWords() {
        assertEquals(true, of("no-new-privileges").noNewPrivileges());
        assertEquals(false, of("no-new-privileges:false").noNewPrivileges());
        assertEquals("unconfined", of("apparmor:unconfined").appArmor());
        assertEquals(
                "{\"defaultAction\":\"x\"}",
                of("seccomp={\"defaultAction\":\"x\"}").seccomp());
        assertEquals(List.of("level:s0"), of("label=level:s0").labels());
    }

    @Test
    void refusesWhatItDoesNotKnow() {
        EngineException unknown = assertThrows(EngineException.class, () -> of("colour=red"));
        assertEquals("invalid --security-opt 2: \"colour=red\"", unknown.getMessage());
        assertThrows(EngineException.class, () -> of("nonsense"));
        assertThrows(EngineException.class, () -> of("no-new-privileges=perhaps"));
    }
}
