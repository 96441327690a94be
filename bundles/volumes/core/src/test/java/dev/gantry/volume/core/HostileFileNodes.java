package dev.gantry.volume.core;

import dev.gantry.api.linux.FileNodes;
import dev.gantry.api.linux.FileStatus;
import dev.gantry.api.linux.FileSystemStatus;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/// Does what it is told, and something more whenever a file is looked at.
record HostileFileNodes(FileNodes real, Deed deed) implements FileNodes {
    interface Deed {
        void at(Path path) throws IOException;
    }

    @Override
    public void makeFifo(Path path, int mode) throws IOException {
        real.makeFifo(path, mode);
    }

    @Override
    public void makeNode(Path path, int type, int mode, int major, int minor) throws IOException {
        real.makeNode(path, type, mode, major, minor);
    }

    @Override
    public void setOwner(Path path, int uid, int gid) throws IOException {
        real.setOwner(path, uid, gid);
    }

    @Override
    public void setMode(Path path, int mode) throws IOException {
        real.setMode(path, mode);
    }

    @Override
    public void setTimes(Path path, long accessNanos, long modifiedNanos) throws IOException {
        real.setTimes(path, accessNanos, modifiedNanos);
    }

    @Override
    public Map<String, byte[]> attributes(Path path) throws IOException {
        return real.attributes(path);
    }

    @Override
    public void setAttribute(Path path, String name, byte[] value) throws IOException {
        real.setAttribute(path, name, value);
    }

    @Override
    public FileStatus status(Path path) throws IOException {
        deed.at(path);
        return real.status(path);
    }

    @Override
    public FileSystemStatus fileSystem(Path path) throws IOException {
        return real.fileSystem(path);
    }

    @Override
    public int setUmask(int mask) {
        return real.setUmask(mask);
    }
}
