package dev.gantry.config;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.osgi.service.cm.ConfigurationEvent;
import org.osgi.service.cm.ConfigurationListener;

/// Tells when Configuration Admin has delivered everything that was written before: its events come in order, so whoever sees the
/// event of the last write knows that all components have seen those before.
final class Fence implements ConfigurationListener {
    /// The dictionary that is written last.
    static final String PID = "dev.gantry.config";

    private CountDownLatch passed = new CountDownLatch(0);

    synchronized void raise() {
        passed = new CountDownLatch(1);
    }

    @Override
    public synchronized void configurationEvent(ConfigurationEvent event) {
        if (PID.equals(event.getPid())) {
            passed.countDown();
        }
    }

    private synchronized CountDownLatch latch() {
        return passed;
    }

    /// @return whether everything was delivered within `limit`
    boolean await(Duration limit) {
        try {
            return latch().await(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
