package dev.gantry.logging.core.streams;

import dev.gantry.api.logging.ContainerLogs;
import dev.gantry.api.logging.LogDriver;
import dev.gantry.api.logging.LogQuery;
import dev.gantry.api.logging.LogStream;
import dev.gantry.api.logging.LogTarget;
import dev.gantry.api.logging.LoggedContainer;
import dev.gantry.api.logging.StreamRequest;
import dev.gantry.linux.EpollLoop;
import dev.gantry.linux.KernelDescriptors;
import dev.gantry.linux.KernelFileNodes;
import dev.gantry.linux.SystemCalls;
import dev.gantry.logging.core.LogHost;
import dev.gantry.testkit.logging.Lines;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;

/// The bundle's components as Declarative Services would wire them, on real fifos.
final class Rig {
    final LogHost host = new LogHost();
    final KernelDescriptors descriptors;
    final EpollLoop loop;
    final FifoStreams streams;
    private final Path root;

    Rig(Path root) {
        this(root, Duration.ofSeconds(30));
    }

    /// @param returnLimit how long output waits for clients of a predecessor
    Rig(Path root, Duration returnLimit) {
        this.root = root;
        SystemCalls calls = new SystemCalls();
        try {
            descriptors = new KernelDescriptors(calls);
            loop = new EpollLoop(calls);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        Kernel kernel = new Kernel(
                descriptors,
                new KernelFileNodes(calls),
                loop,
                Executors.newVirtualThreadPerTaskExecutor(),
                new Scratch.Pool());
        streams = new FifoStreams(host.openLogs(), kernel, root.resolve("exec"), returnLimit);
    }

    void add(String name, LogDriver driver) {
        host.drivers().addDriver(driver, Map.of(LogDriver.NAME, name));
    }

    void remove(String name, LogDriver driver) {
        host.drivers().removeDriver(driver, Map.of(LogDriver.NAME, name));
    }

    ContainerLogs logs() {
        return host.logs();
    }

    static StreamRequest request(String id) {
        return new StreamRequest(id, null, false, false, false, () -> {});
    }

    LogTarget target(String id, String driver, Map<String, String> options) {
        return new LogTarget(
                driver,
                options,
                LoggedContainer.of(id, "tested", root.resolve("containers").resolve(id)));
    }

    List<String> read(LogTarget target) {
        List<String> texts = new ArrayList<>();
        try (LogStream stream = logs().read(target, LogQuery.EVERYTHING)) {
            for (var entry = stream.next(); entry != null; entry = stream.next()) {
                texts.add(Lines.text(entry));
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return texts;
    }
}
