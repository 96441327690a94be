package dev.gantry.router.debug;

import com.sun.management.HotSpotDiagnosticMXBean;
import dev.gantry.api.http.Exchange;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;

/// All threads with their stacks; only this form has the virtual ones.
final class ThreadDump {
    private final Path parent;

    ThreadDump(Path parent) {
        this.parent = parent;
    }

    void send(Exchange exchange) throws IOException {
        try (Scratch scratch = new Scratch(parent)) {
            ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class)
                    .dumpThreads(scratch.file().toString(), HotSpotDiagnosticMXBean.ThreadDumpFormat.TEXT_PLAIN);
            scratch.send(exchange, "text/plain; charset=utf-8");
        }
    }
}
