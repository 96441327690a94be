package dev.gantry.http;

import java.time.Duration;
import java.util.function.LongPredicate;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleEvent;
import org.osgi.framework.Constants;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Lets requests wait while a bundle stops or is updated, where that takes components of other bundles down with it. A bundle whose
/// users all hold it by a [slot][dev.gantry.api.lease.ServiceSlot] needs no such care.
final class Departures {
    private static final Logger LOG = LoggerFactory.getLogger(Departures.class);

    /// How long requests that are under way may take to their end.
    private static final Duration QUIET_LIMIT = Duration.ofSeconds(5);

    private final LongPredicate carriesOthers;
    private final SwapGate gate;

    /// @param carriesOthers whether the departure of the bundle with this id takes components of others down
    Departures(LongPredicate carriesOthers, SwapGate gate) {
        this.carriesOthers = carriesOthers;
        this.gate = gate;
    }

    /// Hears of an event before any listener does, on the thread that causes it.
    void hear(BundleEvent event) {
        Bundle bundle = event.getBundle();
        switch (event.getType()) {
            case BundleEvent.STOPPING -> {
                if (!isEnding(bundle) && carriesOthers.test(bundle.getBundleId())) {
                    boolean quiet = gate.close(bundle.getBundleId(), QUIET_LIMIT);
                    LOG.debug("requests wait for {}, quiet={}", bundle.getSymbolicName(), quiet);
                }
            }
            // After an update whose new version does not start, requests go on and say what is missing.
            case BundleEvent.STARTED, BundleEvent.UNINSTALLED -> gate.open(bundle.getBundleId());
            default -> {}
        }
    }

    private static boolean isEnding(Bundle bundle) {
        Bundle system = bundle.getBundleId() == Constants.SYSTEM_BUNDLE_ID
                ? bundle
                : bundle.getBundleContext().getBundle(Constants.SYSTEM_BUNDLE_ID);
        return system.getState() == Bundle.STOPPING;
    }
}
