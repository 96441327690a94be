package dev.gantry.engine;

import dev.gantry.api.types.ContainerConfigBuilder;
import dev.gantry.api.types.HostConfigBuilder;
import dev.gantry.engine.record.ContainerFacts;
import dev.gantry.engine.record.ContainerMount;
import dev.gantry.engine.record.RunState;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/// Containers for tests.
public final class Examples {
    private Examples() {}

    public static ContainerFacts facts(String id, String name) {
        return new ContainerFacts(
                id,
                Instant.parse("2026-01-02T03:04:05.6Z"),
                name,
                ContainerConfigBuilder.builder()
                        .Image("busybox")
                        .Cmd(List.of("sleep", "1"))
                        .Labels(Map.of("a", "b"))
                        .build(),
                HostConfigBuilder.builder().NetworkMode("bridge").build(),
                "sha256:" + "0".repeat(64),
                null,
                "overlayfs",
                List.of(new ContainerMount(
                        "bind", "", "/srv", "/data", "", "ro", false, "rprivate", false, false, true, null)),
                Map.of(),
                null,
                RunState.Created.NEW,
                null,
                0,
                false,
                false,
                "",
                "");
    }
}
