package dev.gantry.console;

import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.wiring.BundleRevision;
import org.osgi.framework.wiring.BundleRevisions;
import org.osgi.framework.wiring.BundleWire;
import org.osgi.framework.wiring.BundleWiring;
import org.osgi.framework.wiring.FrameworkWiring;

/// Deals with those that an update leaves at the old version of a bundle: until they are refreshed, they go on with its packages, and an
/// extender such as the component runtime passes over them.
final class Rewiring {
    private static final String EXTENDER = "osgi.extender";
    private static final long LIMIT_SECONDS = 80;

    private final FrameworkWiring framework;

    Rewiring(BundleContext context) {
        framework = Objects.requireNonNull(
                context.getBundle(Constants.SYSTEM_BUNDLE_ID).adapt(FrameworkWiring.class), "the framework's wiring");
    }

    /// Refreshes at once what would stand still, and says what had better be refreshed.
    void after(Bundle updated) throws BundleException {
        List<BundleWire> stale = stale(updated);
        if (stale.stream().anyMatch(Rewiring::extended)) {
            refresh(updated);
        } else if (!stale.isEmpty()) {
            Set<String> users = new TreeSet<>();
            stale.forEach(wire -> users.add(wire.getRequirerWiring().getBundle().getSymbolicName()));
            System.out.println(users.size() + " bundles go on with the packages of the old version until `refresh "
                    + updated.getBundleId() + "`: " + String.join(", ", users));
        }
    }

    private static boolean extended(BundleWire wire) {
        return EXTENDER.equals(wire.getCapability().getNamespace());
    }

    private static List<BundleWire> stale(Bundle updated) {
        BundleRevision now = updated.adapt(BundleRevision.class);
        return updated.adapt(BundleRevisions.class).getRevisions().stream()
                .filter(revision -> !revision.equals(now))
                .map(BundleRevision::getWiring)
                .filter(Objects::nonNull)
                .map((BundleWiring wiring) -> wiring.getProvidedWires(null))
                .filter(Objects::nonNull)
                .flatMap(List::stream)
                .filter(wire -> !wire.getRequirerWiring().getBundle().equals(updated))
                .toList();
    }

    private void refresh(Bundle updated) throws BundleException {
        CountDownLatch refreshed = new CountDownLatch(1);
        framework.refreshBundles(List.of(updated), _ -> refreshed.countDown());
        try {
            if (!refreshed.await(LIMIT_SECONDS, TimeUnit.SECONDS)) {
                throw new BundleException("updated, but its users are not back after " + LIMIT_SECONDS + " s");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BundleException("interrupted while its users were refreshed", e);
        }
    }
}
