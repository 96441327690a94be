package dev.gantry.images.store;

import dev.gantry.api.event.EventOutlet;
import dev.gantry.api.linux.Mounts;
import java.nio.file.Path;

/// All that is kept of images here, in one place.
public final class Store {
    private final Backends backends;
    private final Catalog catalog;
    private final ContentReader reader;
    private final Names names;
    private final Unpacker unpacker;
    private final InitLayer initLayer;
    private final LayerSizes sizes;
    private final ImageEvents events;

    /// @param backends containerd's stores
    /// @param mounts mounts the init layer while it is made
    /// @param workDirectory for its mount points
    /// @param events is told what happens
    public Store(Backends backends, Mounts mounts, Path workDirectory, EventOutlet events) {
        this.backends = backends;
        this.catalog = new Catalog(backends);
        this.reader = new ContentReader(backends);
        this.names = new Names(backends, catalog);
        this.unpacker = new Unpacker(backends);
        this.initLayer = new InitLayer(backends, mounts, workDirectory);
        this.sizes = new LayerSizes(backends);
        this.events = new ImageEvents(events);
    }

    /// containerd's stores.
    public Backends backends() {
        return backends;
    }

    /// The images in memory.
    public Catalog catalog() {
        return catalog;
    }

    /// Reads manifests.
    public ContentReader reader() {
        return reader;
    }

    /// Changes names.
    public Names names() {
        return names;
    }

    /// Makes snapshots of layers.
    public Unpacker unpacker() {
        return unpacker;
    }

    /// Makes the layer between images and containers.
    public InitLayer initLayer() {
        return initLayer;
    }

    /// What layers take.
    public LayerSizes sizes() {
        return sizes;
    }

    /// Tells what happens.
    public ImageEvents events() {
        return events;
    }
}
