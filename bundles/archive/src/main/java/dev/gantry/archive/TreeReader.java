package dev.gantry.archive;

import dev.gantry.api.archive.ArchiveReader;
import dev.gantry.api.container.MountedRoot;
import dev.gantry.api.types.PathStat;
import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.atomic.AtomicBoolean;

/// An opened file or directory of a container.
final class TreeReader implements ArchiveReader {
    private final Kernel kernel;
    private final MountedRoot root;
    private final Place parent;
    private final String name;
    private final String as;
    private final PathStat stat;
    private final AtomicBoolean open = new AtomicBoolean(true);

    /// @param as what the tar calls it; empty to leave out the entry itself
    TreeReader(Kernel kernel, MountedRoot root, Place parent, String name, String as, PathStat stat) {
        this.kernel = kernel;
        this.root = root;
        this.parent = parent;
        this.name = name;
        this.as = as;
        this.stat = stat;
    }

    @Override
    public PathStat stat() {
        return stat;
    }

    @Override
    public void writeTo(OutputStream out) throws IOException {
        TarWriter tar = new TarWriter(kernel, out);
        tar.write(parent, name, as);
        tar.finish();
    }

    @Override
    public void close() {
        if (open.compareAndSet(true, false)) {
            parent.close();
            root.close();
        }
    }
}
