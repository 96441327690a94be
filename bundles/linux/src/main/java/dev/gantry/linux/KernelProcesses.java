package dev.gantry.linux;

import dev.gantry.api.linux.Errno;
import dev.gantry.api.linux.Processes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/// [Processes] by system calls and `/proc`.
@Component
public final class KernelProcesses implements Processes {
    private static final int START_FIELD = 19;

    private final SystemCalls kernel;

    /// @param kernel makes the calls
    @Activate
    public KernelProcesses(@Reference SystemCalls kernel) {
        this.kernel = kernel;
    }

    @Override
    public void kill(int pid, int signal) throws IOException {
        kernel.call(SystemCall.KILL, "kill " + checked(pid), pid, signal);
    }

    @Override
    public boolean exists(int pid) {
        return kernel.attempt(SystemCall.KILL, checked(pid), 0) != -Errno.ESRCH.number();
    }

    @Override
    public int open(int pid) throws IOException {
        return (int) kernel.call(SystemCall.PIDFD_OPEN, "pidfd_open " + pid, checked(pid), 0);
    }

    @Override
    public void killByDescriptor(int pidfd, int signal) throws IOException {
        kernel.call(SystemCall.PIDFD_SEND_SIGNAL, "kill", pidfd, signal, 0, 0);
    }

    @Override
    public long startTicks(int pid) throws IOException {
        String stat = Files.readString(Path.of("/proc/" + checked(pid) + "/stat"));
        // The command name stands in parentheses and may hold anything.
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        return Long.parseLong(fields[START_FIELD]);
    }

    @Override
    public void setOomScore(int pid, int score) throws IOException {
        Files.writeString(Path.of("/proc/" + checked(pid) + "/oom_score_adj"), Integer.toString(score));
    }

    /// Zero and below mean groups of processes: never by accident.
    private static int checked(int pid) {
        if (pid <= 0) {
            throw new IllegalArgumentException("not a process: " + pid);
        }
        return pid;
    }
}
