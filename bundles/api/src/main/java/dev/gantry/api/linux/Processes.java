package dev.gantry.api.linux;

import java.io.IOException;
import org.osgi.annotation.versioning.ProviderType;

/// Processes of the machine.
@ProviderType
public interface Processes {
    /// Sends a signal.
    ///
    /// @param pid above zero
    /// @param signal number; 0 only asks whether the process is there
    void kill(int pid, int signal) throws IOException;

    /// Whether a process of that number exists, also when it is not ours.
    boolean exists(int pid);

    /// A descriptor that becomes readable when the process ends, and that never means another process.
    int open(int pid) throws IOException;

    /// Sends a signal to the process behind a descriptor of [#open].
    void killByDescriptor(int pidfd, int signal) throws IOException;

    /// When the process started, in clock ticks since boot: with the pid it names a process for good.
    long startTicks(int pid) throws IOException;

    /// Keeps this process and its later children from being killed first: `oom_score_adj`.
    void setOomScore(int pid, int score) throws IOException;
}
