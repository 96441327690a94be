package dev.gantry.images.transfer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.gantry.api.error.EngineException;
import dev.gantry.api.types.ImageConfig;
import dev.gantry.images.store.OciImage;
import dev.gantry.json.JacksonCodec;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ChangesTest {
    private final Changes changes = new Changes(new JacksonCodec());

    private ImageConfig apply(String... lines) {
        return changes.apply(OciImage.EMPTY, List.of(lines));
    }

    @Test
    void readsCommandsAsListOrShellLine() {
        assertEquals(List.of("sh", "-c"), apply("CMD [\"sh\", \"-c\"]").Cmd());
        assertEquals(
                List.of("/bin/sh", "-c", "echo \"a b\""),
                apply("cmd echo \"a b\"").Cmd());
        assertEquals(
                List.of("/bin/sh", "-c", "[ -f x ]"),
                apply("ENTRYPOINT [ -f x ]").Entrypoint());
    }

    @Test
    void dropsTheCommandOfAnotherEntrypoint() {
        ImageConfig before = apply("CMD [\"old\"]");
        assertNull(changes.apply(before, List.of("ENTRYPOINT [\"e\"]")).Cmd());
        assertEquals(
                List.of("new"),
                changes.apply(before, List.of("CMD [\"new\"]", "ENTRYPOINT [\"e\"]"))
                        .Cmd());
    }

    @Test
    void replacesAndAddsToTheEnvironment() {
        assertEquals(
                List.of("A=2", "B=x y", "C=d e f"),
                apply("ENV A=1 B=\"x y\"", "ENV A=2", "ENV C d e f").Env());
    }

    @Test
    void readsPortsVolumesLabelsAndTheRest() {
        ImageConfig config = apply(
                "EXPOSE 80 53/udp 8000-8001",
                "VOLUME [\"/a b\"]",
                "VOLUME /c /d",
                "LABEL x=1 y='2 3'",
                "USER u:g",
                "WORKDIR /a\nWORKDIR b",
                "STOPSIGNAL INT",
                "ONBUILD RUN x");
        assertEquals(
                Set.of("80/tcp", "53/udp", "8000/tcp", "8001/tcp"),
                config.ExposedPorts().keySet());
        assertEquals(Set.of("/a b", "/c", "/d"), config.Volumes().keySet());
        assertEquals(Map.of("x", "1", "y", "2 3"), config.Labels());
        assertEquals("u:g", config.User());
        assertEquals("/a/b", config.WorkingDir());
        assertEquals("INT", config.StopSignal());
        assertEquals(List.of("RUN x"), config.OnBuild());
    }

    @Test
    void readsHealthchecks() {
        var check =
                apply("HEALTHCHECK --interval=1m30s --retries=3 CMD [\"true\"]").Healthcheck();
        assertEquals(List.of("CMD", "true"), check.Test());
        assertEquals(90_000_000_000L, check.Interval());
        assertEquals(3, check.Retries());
        assertEquals(
                List.of("CMD-SHELL", "curl x"),
                apply("HEALTHCHECK CMD curl x").Healthcheck().Test());
        assertEquals(List.of("NONE"), apply("HEALTHCHECK NONE").Healthcheck().Test());
    }

    @Test
    void refusesWhatBelongsIntoADockerfile() {
        assertEquals("RUN is not a valid change command", message("RUN x"));
        assertEquals("ENV must have two arguments", message("ENV A"));
        assertEquals("invalid containerPort: http", message("EXPOSE http"));
        assertEquals("LABEL requires at least one argument", message("LABEL"));
    }

    private String message(String line) {
        return assertThrows(EngineException.class, () -> apply(line)).getMessage();
    }
}
