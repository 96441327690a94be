package dev.gantry.spec.cdi;

import dev.gantry.api.error.EngineException;
import dev.gantry.api.error.FileFailures;
import dev.gantry.api.json.JsonCodec;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The devices that the files of some directories describe, read anew whenever they are asked for. May be called by several
/// threads.
public final class CdiDevices {
    private static final Logger LOG = LoggerFactory.getLogger(CdiDevices.class);

    /// Vendors' files have some ten KiB.
    private static final int FILE_LIMIT = 4 << 20;

    private static final int FILES_LIMIT = 1000;

    private final List<Path> directories;
    private final JsonCodec json;

    /// @param directories of `*.json` and `*.yaml`; what a later one says of a device is what holds
    public CdiDevices(List<Path> directories, JsonCodec json) {
        this.directories = List.copyOf(directories);
        this.json = json;
    }

    /// Whether there are directories at all.
    public boolean isOff() {
        return directories.isEmpty();
    }

    private record Device(SpecFile file, Edits edits) {}

    private record Catalog(Map<String, Device> devices, List<String> problems) {}

    /// `vendor/class=name`, sorted.
    public List<String> names() {
        return List.copyOf(read().devices.keySet());
    }

    /// What these devices change, each file's own part once.
    ///
    /// @param names `vendor/class=name`
    /// @throws EngineException SYSTEM when one of them is unknown
    public Edits edits(List<String> names) {
        Catalog catalog = read();
        Set<SpecFile> used = new HashSet<>();
        Set<String> unknown = new LinkedHashSet<>();
        Edits edits = Edits.NONE;
        for (String name : names) {
            Device device = catalog.devices.get(name);
            if (device == null) {
                unknown.add(name);
                continue;
            }
            if (used.add(device.file)) {
                edits = edits.with(device.file.edits());
            }
            edits = edits.with(device.edits);
        }
        if (!unknown.isEmpty()) {
            catalog.problems.forEach(problem -> LOG.warn("CDI: {}", problem));
            throw EngineException.system(
                    "CDI device injection failed: unresolvable CDI devices " + String.join(", ", unknown));
        }
        return edits;
    }

    private Catalog read() {
        Catalog catalog = new Catalog(new TreeMap<>(), new ArrayList<>());
        Set<String> conflicts = new HashSet<>();
        for (Path directory : directories) {
            Map<String, Path> here = new HashMap<>();
            for (Path path : files(directory, catalog.problems)) {
                SpecFile file = file(path, catalog.problems);
                if (file == null) {
                    continue;
                }
                file.devices().forEach((own, edits) -> {
                    String name = file.kind() + "=" + own;
                    Path other = here.putIfAbsent(name, path);
                    if (other != null) {
                        conflicts.add(name);
                        catalog.problems.add(
                                "conflicting device \"" + name + "\" (specs \"" + other + "\", \"" + path + "\")");
                    }
                    catalog.devices.put(name, new Device(file, edits));
                });
            }
        }
        catalog.devices.keySet().removeAll(conflicts);
        return catalog;
    }

    private static List<Path> files(Path directory, List<String> problems) {
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.filter(path ->
                            path.toString().endsWith(".json") || path.toString().endsWith(".yaml"))
                    .filter(Files::isRegularFile)
                    .sorted()
                    .limit(FILES_LIMIT)
                    .toList();
        } catch (NoSuchFileException e) {
            return List.of();
        } catch (IOException e) {
            problems.add(FileFailures.words(e));
            return List.of();
        }
    }

    private @Nullable SpecFile file(Path path, List<String> problems) {
        try (InputStream in = Files.newInputStream(path)) {
            byte[] content = in.readNBytes(FILE_LIMIT + 1);
            if (content.length > FILE_LIMIT) {
                throw new IllegalArgumentException("larger than " + FILE_LIMIT + " bytes");
            }
            return SpecFile.of(path.toString().endsWith(".json") ? json.read(content, Map.class) : Yaml.read(content));
        } catch (IOException e) {
            problems.add(FileFailures.words(e));
        } catch (IllegalArgumentException | EngineException e) {
            problems.add("failed to load CDI Spec \"" + path + "\": " + e.getMessage());
        }
        return null;
    }
}
