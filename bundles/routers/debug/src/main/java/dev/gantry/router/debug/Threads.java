package dev.gantry.router.debug;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;

/// Texts about platform threads.
final class Threads {
    private Threads() {}

    static String counts() {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        return "threadcreate profile: total " + threads.getTotalStartedThreadCount() + "\nlive "
                + threads.getThreadCount() + "\ndaemon " + threads.getDaemonThreadCount() + "\npeak "
                + threads.getPeakThreadCount() + "\n";
    }

    static String allocations() {
        StringBuilder text = new StringBuilder("allocs profile: bytes allocated by each live platform thread\n");
        if (ManagementFactory.getThreadMXBean() instanceof com.sun.management.ThreadMXBean threads) {
            for (ThreadInfo thread : threads.getThreadInfo(threads.getAllThreadIds())) {
                if (thread != null) {
                    text.append(threads.getThreadAllocatedBytes(thread.getThreadId()))
                            .append(' ')
                            .append(thread.getThreadName())
                            .append('\n');
                }
            }
        }
        return text.toString();
    }

    static String contention() {
        StringBuilder text = new StringBuilder("contention: times blocked, times waited, thread, state, waits for\n");
        for (ThreadInfo thread : ManagementFactory.getThreadMXBean().dumpAllThreads(true, true, 1)) {
            text.append(thread.getBlockedCount())
                    .append(' ')
                    .append(thread.getWaitedCount())
                    .append(" \"")
                    .append(thread.getThreadName())
                    .append("\" ")
                    .append(thread.getThreadState());
            if (thread.getLockName() != null) {
                text.append(" on ").append(thread.getLockName());
            }
            if (thread.getLockOwnerName() != null) {
                text.append(" held by \"").append(thread.getLockOwnerName()).append('"');
            }
            text.append('\n');
        }
        return text.toString();
    }
}
