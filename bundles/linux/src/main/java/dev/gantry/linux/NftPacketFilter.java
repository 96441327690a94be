package dev.gantry.linux;

import dev.gantry.api.linux.PacketFilter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// [PacketFilter] by libnftables; by `iptables-restore` where that is absent.
@Component
public final class NftPacketFilter implements PacketFilter {
    private static final Logger log = LoggerFactory.getLogger(NftPacketFilter.class);
    private static final long RESTORE_SECONDS = 10;

    private @Nullable NftLibrary library;
    private boolean absent;

    /// Loads nothing yet.
    @Activate
    public NftPacketFilter() {}

    @Override
    public boolean hasNftables() {
        return library() != null;
    }

    @Override
    public String run(String commands) throws IOException {
        return loaded().run(commands, false);
    }

    @Override
    public String runJson(String commands) throws IOException {
        return loaded().run(commands, true);
    }

    private NftLibrary loaded() throws IOException {
        NftLibrary present = library();
        if (present == null) {
            throw new IOException("nftables is not available on this machine");
        }
        return present;
    }

    private synchronized @Nullable NftLibrary library() {
        if (library == null && !absent) {
            try {
                NftLibrary candidate = new NftLibrary();
                candidate.run("list tables", false);
                library = candidate;
            } catch (IOException e) {
                absent = true;
                log.warn("nftables is not available, iptables is used: {}", e.getMessage());
            }
        }
        return library;
    }

    @Override
    public void restore(boolean ipv6, String rules) throws IOException {
        String command = ipv6 ? "ip6tables-restore" : "iptables-restore";
        Process process = new ProcessBuilder(command, "--noflush", "-w", "5")
                .redirectErrorStream(true)
                .start();
        try (var input = process.getOutputStream()) {
            input.write(rules.getBytes(StandardCharsets.UTF_8));
        }
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            if (!process.waitFor(RESTORE_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IOException(command + ": no end after " + RESTORE_SECONDS + " s");
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new IOException(command + ": interrupted", e);
        }
        if (process.exitValue() != 0) {
            throw new IOException(command + ": " + printed.strip());
        }
    }
}
