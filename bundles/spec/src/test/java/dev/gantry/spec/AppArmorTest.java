package dev.gantry.spec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.api.error.EngineException;
import dev.gantry.api.types.HostConfig;
import dev.gantry.api.types.HostConfigBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// On directories that look like a machine with AppArmor.
class AppArmorTest {
    @TempDir
    Path root;

    private final List<String> loaded = new ArrayList<>();
    private AppArmor appArmor;

    @BeforeEach
    void machine() throws IOException {
        write("sys/kernel/security/apparmor/profiles", "docker-default-2 (enforce)\n/usr/bin/man (enforce)\n");
        write("usr/sbin/apparmor_parser", "");
        Files.setPosixFilePermissions(
                root.resolve("usr/sbin/apparmor_parser"), PosixFilePermissions.fromString("rwx------"));
        appArmor = new AppArmor(root, true, "", (_, profile) -> loaded.add(profile));
    }

    private void write(String file, String text) throws IOException {
        Path path = root.resolve(file);
        Files.createDirectories(path.resolveSibling(""));
        Files.writeString(path, text);
    }

    private static HostConfig host(boolean privileged, String... options) {
        return HostConfigBuilder.builder()
                .Privileged(privileged)
                .SecurityOpt(List.of(options))
                .build();
    }

    @Test
    void containersRunUnderTheDefaultUnlessTheyNameAnotherOrArePrivileged() {
        assertEquals("docker-default", appArmor.profile(host(false)));
        assertEquals("mine", appArmor.profile(host(false, "apparmor=mine")));
        assertEquals("unconfined", appArmor.profile(host(false, "apparmor=unconfined")));
        assertEquals("unconfined", appArmor.profile(host(true)));
    }

    @Test
    void theDefaultProfileIsLoadedUnlessItIsThere() throws IOException {
        appArmor.requireDefault();
        assertEquals(List.of(AppArmor.text()), loaded);
        write("sys/kernel/security/apparmor/profiles", "docker-default (enforce)\n");
        appArmor.requireDefault();
        assertEquals(1, loaded.size());
        write("sys/kernel/security/apparmor/profiles", "");
        appArmor.requireDefault();
        assertEquals(2, loaded.size(), "somebody has unloaded it");
    }

    @Test
    void withoutAppArmorAProfileIsOverlookedAndNothingLoaded() {
        AppArmor off = new AppArmor(root, false, "", (_, profile) -> loaded.add(profile));
        assertEquals("", off.profile(host(false, "apparmor=mine")));
        off.requireDefault();
        assertEquals(List.of(), loaded);
    }

    @Test
    void withoutItsParserItIsAsGoodAsOff() throws IOException {
        Files.delete(root.resolve("usr/sbin/apparmor_parser"));
        assertFalse(appArmor.isSupported());
        assertEquals("", appArmor.profile(host(false)));
    }

    @Test
    void withoutItsFilesInSysItIsAsGoodAsOff() throws IOException {
        Files.delete(root.resolve("sys/kernel/security/apparmor/profiles"));
        Files.delete(root.resolve("sys/kernel/security/apparmor"));
        assertFalse(appArmor.isSupported());
    }

    @Test
    void aDaemonInAContainerLeavesProfilesToTheHost() {
        AppArmor inside = new AppArmor(root, true, "podman", (_, profile) -> loaded.add(profile));
        assertFalse(inside.isSupported());
        assertEquals("", inside.profile(host(false)));
        inside.requireDefault();
        assertEquals(List.of(), loaded);
        assertTrue(appArmor.isSupported());
    }

    @Test
    void aProfileThatCannotBeLoadedIsToldToWhoNeedsIt() {
        AppArmor refused = new AppArmor(root, true, "", (_, _) -> {
            throw new IOException("Permission denied");
        });
        assertEquals(
                "AppArmor enabled on system but the docker-default profile could not be loaded: Permission denied",
                assertThrows(EngineException.class, refused::requireDefault).getMessage());
    }

    @Test
    void theParserGetsTheProfileAndItsWordsAreTold() throws IOException {
        Path seen = root.resolve("seen");
        Path parser = root.resolve("usr/sbin/apparmor_parser");
        Files.writeString(parser, "#!/bin/sh\necho \"$@\" > " + seen + "\ncat >> " + seen + "\n");
        AppArmor.parse(parser, "profile x {}");
        assertEquals("--replace --skip-cache\nprofile x {}", Files.readString(seen));
        Files.writeString(parser, "#!/bin/sh\necho bad profile; exit 1\n");
        assertEquals(
                parser + ": bad profile",
                assertThrows(IOException.class, () -> AppArmor.parse(parser, ""))
                        .getMessage());
    }

    /// Neither it nor what it has started keeps whoever starts a container.
    @Test
    void aParserThatHangsIsKilled() throws Exception {
        Path child = root.resolve("child");
        Path parser = root.resolve("usr/sbin/apparmor_parser");
        Files.writeString(parser, "#!/bin/sh\nsleep 1000 & echo $! > " + child + "; wait\n");
        IOException refusal = assertTimeoutPreemptively(
                Duration.ofSeconds(20),
                () -> assertThrows(IOException.class, () -> AppArmor.parse(parser, "", Duration.ofSeconds(2))));
        assertEquals(parser + ": not done after 2 s", refusal.getMessage());
        ProcessHandle left = ProcessHandle.of(
                        Long.parseLong(Files.readString(child).strip()))
                .orElse(null);
        if (left != null) {
            left.onExit().get(10, TimeUnit.SECONDS);
        }
    }

    @Test
    void aParserWithMuchToSayIsHeardToTheEnd() throws IOException {
        Path parser = root.resolve("usr/sbin/apparmor_parser");
        Files.writeString(parser, "#!/bin/sh\nhead -c 1000000 /dev/zero\n");
        assertTimeoutPreemptively(Duration.ofSeconds(20), () -> AppArmor.parse(parser, ""));
    }

    @Test
    void theDefaultForbidsMountsAndTheKernelsFiles() {
        String text = AppArmor.text();
        assertTrue(text.contains("profile docker-default "), text);
        assertTrue(text.contains("deny mount,"), text);
        assertTrue(text.contains("deny /sys/kernel/security/** rwklx,"), text);
    }
}
