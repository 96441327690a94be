package dev.gantry.config;

import dev.gantry.api.config.DaemonConfig;
import dev.gantry.api.error.EngineException;
import dev.gantry.api.error.FileFailures;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/// Refuses to start where the daemon would be in somebody's way. Asked before any component gets its settings, so that nothing has
/// been touched by then.
final class Doorkeeper {
    /// The bridge that needs not be there: the network makes it.
    private static final String USUAL_BRIDGE = "docker0";

    private final Neighbours neighbours;
    private final Path devices;
    private final DataRootLock lock = new DataRootLock();
    private final int uid;

    Doorkeeper() {
        this(new Neighbours(), Path.of("/proc/self/net/dev"), owner());
    }

    /// @param devices the kernel's list of this network namespace's devices, one in a line
    Doorkeeper(Neighbours neighbours, Path devices, int uid) {
        this.neighbours = neighbours;
        this.devices = devices;
        this.uid = uid;
    }

    private static int owner() {
        try {
            return (Integer) Files.getAttribute(Path.of("/proc/self"), "unix:uid");
        } catch (IOException e) {
            return -1;
        }
    }

    /// @throws EngineException in words for the operator
    void admit(DaemonConfig config) {
        if (uid != 0) {
            throw EngineException.forbidden(
                    "gantryd needs to be started with root privileges. To run it without them, rootless mode is needed, which is not supported yet");
        }
        requireBridge(config.text("bridge"));
        try {
            neighbours.refuse(config);
            lock.take(Path.of(config.text("data-root")));
        } catch (IOException e) {
            throw EngineException.system(
                    "cannot use the data root " + config.text("data-root") + ": " + FileFailures.words(e), e);
        }
    }

    /// A bridge that is named is the operator's: the name may be a slip. Once the network has its settings it would be made.
    private void requireBridge(String name) {
        if (name.isEmpty() || name.equals("none") || name.equals(USUAL_BRIDGE)) {
            return;
        }
        // Java's own list lacks devices that are down and have no address, as a bridge is that was just made.
        try (Stream<String> lines = Files.lines(devices)) {
            if (lines.noneMatch(line -> line.stripLeading().startsWith(name + ":"))) {
                throw EngineException.system(
                        "Error initializing network controller: error creating default \"bridge\" network:"
                                + " bridge device with non default name " + name + " must be created manually");
            }
        } catch (IOException | UncheckedIOException e) {
            throw EngineException.system("cannot look for the bridge " + name + ": " + e.getMessage(), e);
        }
    }

    void leave() {
        lock.release();
    }
}
