package dev.gantry.libcontainerd;

import dev.gantry.api.error.EngineException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Decides which containerd is used: the configured one; else our own if one is alive still; else the system's if it answers;
/// else our own, started now.
final class Selection {
    private static final Logger LOG = LoggerFactory.getLogger(Selection.class);
    private static final Duration ANSWER_LIMIT = Duration.ofSeconds(2);

    private final Supplier<Settings> current;
    private final OwnProcess.Signals signals;
    private final BooleanSupplier ping;
    private volatile @Nullable Supervisor supervisor;
    private volatile boolean closed;

    /// @param current the settings as of now
    /// @param ping whether the chosen containerd answers
    Selection(Supplier<Settings> current, OwnProcess.Signals signals, BooleanSupplier ping) {
        this.current = current;
        this.signals = signals;
        this.ping = ping;
    }

    boolean isSupervised() {
        return supervisor != null;
    }

    /// The socket to use. Starts our own containerd when needed; it may not listen yet.
    Path choose() {
        Settings settings = current.get();
        Path configured = settings.address();
        if (configured != null) {
            return configured;
        }
        OwnProcess own = new OwnProcess(current, signals);
        if (own.adopt() == null && answers(settings, settings.systemAddress())) {
            LOG.info("using the system's containerd at {}", settings.systemAddress());
            return settings.systemAddress();
        }
        Supervisor made = new Supervisor(own, ping, Supervisor.Limits.USUAL);
        synchronized (this) {
            if (closed) {
                throw EngineException.unavailable("the connection to containerd is being closed");
            }
            supervisor = made;
        }
        made.start();
        return settings.ownAddress();
    }

    private static boolean answers(Settings settings, Path address) {
        if (!Files.exists(address)) {
            return false;
        }
        try (Connection trial = new Connection(address, settings.namespace())) {
            trial.await(ANSWER_LIMIT);
            return true;
        } catch (EngineException e) {
            LOG.info("no containerd answers at {}, using our own: {}", address, e.getMessage());
            return false;
        }
    }

    /// Ends the supervision, and our own containerd with it when asked to. The containers stay in either case.
    void close(boolean terminate) {
        Supervisor current;
        synchronized (this) {
            closed = true;
            current = supervisor;
        }
        if (current != null) {
            current.close(terminate);
        }
    }
}
