package dev.gantry.http;

import dev.gantry.api.error.EngineException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Warns of addresses through which anybody in the network becomes root, and holds the start up so that the operator sees it.
final class Exposure {
    private static final Logger LOG = LoggerFactory.getLogger(Exposure.class);
    private static final Duration SHORT = Duration.ofSeconds(1);
    private static final Duration LONG = Duration.ofSeconds(15);

    /// Waits.
    interface Pause {
        void of(Duration duration) throws InterruptedException;
    }

    private final Pause pause;

    Exposure(Pause pause) {
        this.pause = pause;
    }

    /// @param host as configured; only TCP without client certificates is worth a word
    /// @param settings what is known about TLS
    /// @param hold whether to wait as well
    /// @throws EngineException UNAVAILABLE when the wait is interrupted
    void warn(String host, ServerSettings settings, boolean hold) {
        if (!host.startsWith("tcp://") || settings.verifiesClients()) {
            return;
        }
        LOG.warn(
                "{}: listening on an IP address without --tlsverify is insecure; everybody who reaches it has root access to"
                        + " this machine",
                host);
        LOG.warn("{}: even on localhost, scripts that run in a browser can reach it", host);
        LOG.warn(
                "{}: [DEPRECATION NOTICE] a later version will not start with such an address; protect it with TLS, see"
                        + " https://docs.docker.com/go/api-security/",
                host);
        wait(SHORT, hold);
        if (!settings.tlsDecided() && !isLoopback(host)) {
            LOG.warn("{}: a TCP address without --tlsverify is deprecated; the start is slowed down to say so", host);
            LOG.warn("{}: make certificates for server and clients, and name them to the daemon", host);
            LOG.warn("{}: to say that it is meant so, pass '--tls=false' or '--tlsverify=false'", host);
            LOG.warn("{}: without either, a later version will refuse it", host);
            wait(LONG, hold);
        }
    }

    private void wait(Duration duration, boolean hold) {
        if (!hold) {
            return;
        }
        try {
            pause.of(duration);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw EngineException.unavailable("cancelled while the start was slowed down");
        }
    }

    private static boolean isLoopback(String address) {
        String host = address.substring("tcp://".length())
                .replaceFirst(":[0-9]+$", "")
                .replaceAll("[\\[\\]]", "");
        if (host.equals("localhost")) {
            return true;
        }
        try {
            return InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException e) {
            LOG.warn("{}: cannot find the address of the host: {}", address, e.getMessage());
            return false;
        }
    }
}
