package dev.gantry.daemon;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// The machine's name.
final class HostName {
    private HostName() {}

    static String read() {
        try {
            return Files.readString(Path.of("/proc/sys/kernel/hostname")).strip();
        } catch (IOException e) {
            return "";
        }
    }
}
