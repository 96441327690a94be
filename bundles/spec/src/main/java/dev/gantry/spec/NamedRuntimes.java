package dev.gantry.spec;

import dev.gantry.api.error.EngineException;
import dev.gantry.api.json.JsonCodec;
import dev.gantry.api.linux.AtomicFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The OCI runtimes that the operator has named. Arguments of a runtime are given to it by a script, as the shim calls it without.
final class NamedRuntimes {
    private static final Logger LOG = LoggerFactory.getLogger(NamedRuntimes.class);
    private static final Set<PosixFilePermission> PRIVATE = PosixFilePermissions.fromString("rwx------");

    private final Map<String, Runtime> byName = new TreeMap<>();

    /// One of them.
    ///
    /// @param program what the runc shim calls; empty when another shim is used
    /// @param type name of that shim
    /// @param options of that shim, by containerd's names
    record Runtime(String program, String type, Map<String, Object> options) {}

    /// What `daemon.json` has for a runtime.
    record Named(
            @Nullable String path,
            @Nullable String runtimeType,
            @Nullable List<String> runtimeArgs,
            @Nullable Map<String, Object> options) {}

    /// @param entries `name=` and the JSON of a [Named]
    /// @param directory for the scripts
    /// @param boot nothing that runs was started before
    void read(String[] entries, Path directory, JsonCodec json, AtomicFiles files, Instant boot) {
        makeDirectory(directory, files);
        for (String entry : entries) {
            int equals = entry.indexOf('=');
            String name = entry.substring(0, equals);
            Named named = json.read(entry.substring(equals + 1).getBytes(StandardCharsets.UTF_8), Named.class);
            String path = named.path() == null ? "" : named.path();
            List<String> args = named.runtimeArgs() == null ? List.of() : named.runtimeArgs();
            byName.put(
                    name,
                    new Runtime(
                            args.isEmpty() ? path : script(directory, name, path, args, files),
                            named.runtimeType() == null ? "" : named.runtimeType(),
                            named.options() == null ? Map.of() : named.options()));
        }
        sweep(directory, boot);
    }

    private static void makeDirectory(Path directory, AtomicFiles files) {
        try {
            files.directories(directory, 0700);
            Files.setPosixFilePermissions(directory, PRIVATE);
        } catch (IOException e) {
            throw EngineException.system("cannot make the directory of runtimes: " + e.getMessage(), e);
        }
    }

    /// Removes scripts that are called so no more, and by which no container can have been started that still runs.
    private void sweep(Path directory, Instant boot) {
        try (DirectoryStream<Path> scripts = Files.newDirectoryStream(directory)) {
            for (Path script : scripts) {
                boolean used = byName.values().stream()
                        .anyMatch(runtime -> runtime.program().equals(script.toString()));
                if (!used && Files.getLastModifiedTime(script).toInstant().isBefore(boot)) {
                    Files.deleteIfExists(script);
                }
            }
        } catch (IOException e) {
            LOG.warn("old scripts of runtimes stay in {}: {}", directory, e.getMessage());
        }
    }

    /// Its name changes with what it does: containers that run keep the script that they were started with.
    private static String script(Path directory, String name, String path, List<String> args, AtomicFiles files) {
        String text = "#!/bin/sh\nexec " + quoted(path) + " "
                + args.stream().map(NamedRuntimes::quoted).collect(Collectors.joining(" ")) + " \"$@\"\n";
        byte[] content = text.getBytes(StandardCharsets.UTF_8);
        CRC32 sum = new CRC32();
        sum.update(content);
        Path script = directory.resolve(name + "." + Long.toHexString(sum.getValue()));
        try {
            files.write(script, content, 0700);
        } catch (IOException e) {
            throw EngineException.system("cannot write the script of runtime " + name + ": " + e.getMessage(), e);
        }
        return script.toString();
    }

    private static String quoted(String word) {
        return "'" + word.replace("'", "'\\''") + "'";
    }

    @Nullable Runtime find(String name) {
        return byName.get(name);
    }
}
