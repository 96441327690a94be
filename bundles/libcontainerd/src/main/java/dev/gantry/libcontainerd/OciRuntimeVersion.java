package dev.gantry.libcontainerd;

import dev.gantry.api.runtime.RuntimeVersion.Component;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/// Asks an OCI runtime for its version, the way runc and its relatives answer:
/// `runc version 1.1.5`, then lines such as `commit: v1.1.5-0-gf19387a6`.
final class OciRuntimeVersion {
    private static final int OUTPUT_LIMIT = 64 << 10;
    private static final long SECONDS_LIMIT = 5;

    private OciRuntimeVersion() {}

    static Component ask(String binary) {
        try {
            Process process = new ProcessBuilder(binary, "--version")
                    .redirectErrorStream(true)
                    .redirectInput(new File("/dev/null"))
                    .start();
            try (InputStream output = process.getInputStream()) {
                byte[] bytes = output.readNBytes(OUTPUT_LIMIT);
                if (!process.waitFor(SECONDS_LIMIT, TimeUnit.SECONDS)) {
                    process.destroyForcibly();
                }
                return parse(new String(bytes, StandardCharsets.UTF_8));
            }
        } catch (IOException e) {
            return new Component("", "");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Component("", "");
        }
    }

    static Component parse(String output) {
        String version = "";
        String commit = "";
        for (String line : output.lines().toList()) {
            int at = line.indexOf("version ");
            if (version.isEmpty() && at >= 0) {
                version = line.substring(at + "version ".length()).strip();
            } else if (line.startsWith("commit:")) {
                commit = line.substring("commit:".length()).strip();
            }
        }
        return new Component(version, commit);
    }
}
