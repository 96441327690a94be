package dev.gantry.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.gantry.api.types.ContainerConfig;
import dev.gantry.api.types.ContainerConfigBuilder;
import dev.gantry.api.types.ImageConfig;
import dev.gantry.api.types.ImageConfigBuilder;
import java.util.List;
import org.junit.jupiter.api.Test;

class ImageDefaultsTest {
    private static final ImageConfig IMAGE = ImageConfigBuilder.builder()
            .Entrypoint(List.of("/entry"))
            .Cmd(List.of("serve"))
            .Env(List.of("A=image", "B=image"))
            .build();

    private static ContainerConfig merged(ContainerConfigBuilder own) {
        return ImageDefaults.merged(own.build(), IMAGE);
    }

    @Test
    void takesTheImagesCommandOnlyWhenNothingIsSaid() {
        ContainerConfig config = merged(ContainerConfigBuilder.builder());
        assertEquals(List.of("/entry"), config.Entrypoint());
        assertEquals(List.of("serve"), config.Cmd());
        assertNull(merged(ContainerConfigBuilder.builder().Entrypoint(List.of("sh")))
                .Cmd());
    }

    @Test
    void leavesTheImagesEntryPointAwayForAnEmptyWord() {
        assertNull(
                merged(ContainerConfigBuilder.builder().Entrypoint(List.of("")).Cmd(List.of("x")))
                        .Entrypoint());
    }

    @Test
    void ownVariablesComeFirstAndWin() {
        assertEquals(
                List.of("B=own", "A=image"),
                merged(ContainerConfigBuilder.builder().Env(List.of("B=own"))).Env());
    }

    @Test
    void noVariablesAtAllStayAbsent() {
        assertNull(ImageDefaults.merged(
                        ContainerConfigBuilder.builder().build(),
                        ImageConfigBuilder.builder().build())
                .Env());
    }
}
