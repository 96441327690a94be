package dev.gantry.spec;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// What AppArmor has loaded.
final class AppArmorProfiles {
    /// The profile of containers that name none.
    static final String DEFAULT = "docker-default";

    private static final Path LOADED = Path.of("/sys/kernel/security/apparmor/profiles");

    private AppArmorProfiles() {}

    static boolean hasDefault() {
        try {
            return Files.readAllLines(LOADED).stream().anyMatch(line -> line.startsWith(DEFAULT + " "));
        } catch (IOException e) {
            return false;
        }
    }
}
