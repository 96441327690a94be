package dev.gantry.logging.core;

import dev.gantry.api.logging.LogBatch;
import dev.gantry.api.logging.LogDriver;
import dev.gantry.api.logging.LogInfo;
import dev.gantry.api.logging.LogSink;
import dev.gantry.testkit.logging.Lines;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;

/// An unreadable driver that keeps lines, and writes only as many batches as it is allowed.
final class MemoryLogDriver implements LogDriver {
    final List<String> lines = new CopyOnWriteArrayList<>();
    final List<LogInfo> opened = new ArrayList<>();
    final Semaphore allowed = new Semaphore(Integer.MAX_VALUE / 2);
    volatile boolean failing;

    @Override
    public void validate(Map<String, String> options) {
        for (String option : options.keySet()) {
            if (!option.equals("known")) {
                throw LogDriver.unknownOption(option, "memory");
            }
        }
    }

    @Override
    public LogSink open(LogInfo info) {
        opened.add(info);
        return new LogSink() {
            @Override
            public void write(LogBatch batch) throws IOException {
                allowed.acquireUninterruptibly();
                if (failing) {
                    throw new IOException("no space left on device");
                }
                for (int i = 0; i < batch.size(); i++) {
                    lines.add(Lines.text(batch.entry(i)));
                }
            }

            @Override
            public void close() {
                opened.remove(info);
            }
        };
    }
}
