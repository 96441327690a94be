package dev.gantry.logging.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.gantry.api.error.EngineException;
import dev.gantry.api.logging.LoggedContainer;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SelectedAttributesTest {
    private static final LoggedContainer CONTAINER = new LoggedContainer(
            "id",
            "name",
            "",
            List.of(),
            "",
            "",
            "",
            Instant.EPOCH,
            List.of("STAGE=test", "EMPTY=", "HOME=/root"),
            Map.of("app", "shop", "team", "blue"),
            Path.of("/"));

    @Test
    void selectsByNameAndByPattern() {
        Map<String, String> options =
                Map.of("labels", "app,missing", "labels-regex", "^te", "env", "STAGE,EMPTY", "env-regex", "OM");
        assertEquals(
                Map.of("app", "shop", "team", "blue", "STAGE", "test", "EMPTY", "", "HOME", "/root"),
                SelectedAttributes.of(CONTAINER, options));
    }

    @Test
    void selectsNothingUnasked() {
        assertEquals(Map.of(), SelectedAttributes.of(CONTAINER, Map.of()));
    }

    @Test
    void refusesABrokenPattern() {
        assertThrows(EngineException.class, () -> SelectedAttributes.of(CONTAINER, Map.of("labels-regex", "(")));
    }
}
