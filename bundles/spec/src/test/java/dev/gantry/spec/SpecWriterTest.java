package dev.gantry.spec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.api.linux.CgroupHierarchy;
import dev.gantry.api.linux.Descriptors;
import dev.gantry.api.linux.FileNodes;
import dev.gantry.api.linux.Machine;
import dev.gantry.api.oci.SpecRequest;
import dev.gantry.api.types.ContainerConfigBuilder;
import dev.gantry.api.types.ExecCreateRequest;
import dev.gantry.api.types.ExecCreateRequestBuilder;
import dev.gantry.api.types.HostConfigBuilder;
import dev.gantry.json.JacksonCodec;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpecWriterTest {
    private static final ExecCreateRequest EXEC =
            ExecCreateRequestBuilder.builder().Cmd(List.of("true")).build();

    @TempDir
    Path root;

    private final List<String> loaded = new ArrayList<>();
    private SpecWriter writer;

    @BeforeEach
    void machineWithAppArmor() throws IOException {
        write("sys/kernel/security/apparmor/profiles", "");
        write("sbin/apparmor_parser", "");
        Files.setPosixFilePermissions(
                root.resolve("sbin/apparmor_parser"), PosixFilePermissions.fromString("rwx------"));
        SpecSettings settings = new SpecSettings(
                false,
                "",
                new RealtimeShare(0, 0),
                "runc",
                "/run/runc",
                false,
                "",
                "unconfined",
                false,
                "private",
                "",
                64 << 20,
                List.of(),
                List.of());
        writer = new SpecWriter(
                settings,
                new JacksonCodec(),
                fake(Machine.class),
                fake(FileNodes.class),
                fake(Descriptors.class),
                Capabilities.ofMask(0xff),
                new AppArmor(root, true, "", (_, profile) -> loaded.add(profile)));
    }

    private void write(String file, String text) throws IOException {
        Path path = root.resolve(file);
        Files.createDirectories(path.resolveSibling(""));
        Files.writeString(path, text);
    }

    private static <T> T fake(Class<T> type) {
        return type.cast(Proxy.newProxyInstance(
                SpecWriterTest.class.getClassLoader(), new Class<?>[] {type}, (_, method, _) -> {
                    if (type == Descriptors.class) {
                        throw new NoSuchFileException("the container has no users of its own");
                    }
                    return switch (method.getName()) {
                        case "cgroups" -> new CgroupHierarchy(2, Set.of(), Map.of());
                        case "kernelRelease" -> "6.1.0";
                        case "architecture" -> "x86_64";
                        case "processors" -> 2;
                        default -> throw new AssertionError(method);
                    };
                }));
    }

    private SpecRequest container(String profile) {
        return new SpecRequest(
                "c",
                ContainerConfigBuilder.builder().build(),
                HostConfigBuilder.builder().build(),
                root,
                List.of(),
                new SpecRequest.JoinedNamespaces(null, null, null),
                null,
                profile);
    }

    /// Profiles may have been torn down since the container started.
    @Test
    void aFurtherProcessUnderTheDefaultProfileHasItLoadedAgain() throws IOException {
        String process = new String(writer.exec(container("docker-default"), EXEC), StandardCharsets.UTF_8);
        assertTrue(process.contains("\"apparmorProfile\":\"docker-default\""), process);
        assertEquals(List.of(AppArmor.text()), loaded);
        write("sys/kernel/security/apparmor/profiles", "docker-default (enforce)\n");
        writer.exec(container("docker-default"), EXEC);
        assertEquals(1, loaded.size());
    }

    @Test
    void aFurtherProcessUnderAnotherProfileDoesNotNeedTheDefault() {
        writer.exec(container("mine"), EXEC);
        writer.exec(container(""), EXEC);
        assertEquals(List.of(), loaded);
    }
}
