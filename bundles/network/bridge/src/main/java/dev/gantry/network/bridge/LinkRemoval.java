package dev.gantry.network.bridge;

import dev.gantry.api.linux.Link;
import dev.gantry.api.linux.Netlink;
import dev.gantry.api.linux.NetlinkSocket;
import java.io.IOException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Removes devices beside the caller: the kernel takes some ten milliseconds for each.
final class LinkRemoval {
    private static final Logger log = LoggerFactory.getLogger(LinkRemoval.class);
    private static final long CLOSE_SECONDS = 5;

    private final Netlink netlink;
    private final ExecutorService one = Executors.newSingleThreadExecutor(
            Thread.ofVirtual().name("link-removal").factory());

    LinkRemoval(Netlink netlink) {
        this.netlink = netlink;
    }

    /// Removes the device of that name; it may be gone by then, with its namespace.
    void later(String name) {
        one.execute(() -> {
            // A socket of its own: the driver's would make others wait.
            try (NetlinkSocket socket = netlink.open()) {
                Link link = socket.link(name);
                if (link != null) {
                    socket.deleteLink(link.index());
                }
            } catch (IOException e) {
                log.debug("link {}: {}", name, e.getMessage());
            }
        });
    }

    /// Finishes what is under way.
    void close() {
        one.shutdown();
        try {
            if (!one.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS)) {
                log.warn("interfaces of ended containers are still being removed");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
