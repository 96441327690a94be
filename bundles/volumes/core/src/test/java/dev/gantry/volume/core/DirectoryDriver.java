package dev.gantry.volume.core;

import dev.gantry.api.volume.DriverVolume;
import dev.gantry.api.volume.VolumeDriver;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Volumes as plain directories.
final class DirectoryDriver implements VolumeDriver {
    final List<String> calls = new ArrayList<>();
    private final Map<String, DriverVolume> volumes = new TreeMap<>();
    private final Path root;

    DirectoryDriver(Path root) {
        this.root = root;
    }

    @Override
    public String scope() {
        return "local";
    }

    @Override
    public DriverVolume create(String name, Map<String, String> options) {
        try {
            Path path = Files.createDirectories(root.resolve(name));
            return volumes.computeIfAbsent(name, n -> new DriverVolume(n, path.toString(), null, null, null));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void remove(String name) {
        volumes.remove(name);
    }

    @Override
    public Path mount(String name) {
        calls.add("mount " + name);
        return root.resolve(name);
    }

    @Override
    public void unmount(String name) {
        calls.add("unmount " + name);
    }

    @Override
    public DriverVolume find(String name) {
        return volumes.get(name);
    }

    @Override
    public List<DriverVolume> list() {
        return List.copyOf(volumes.values());
    }
}
