package dev.gantry.console;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import org.apache.felix.service.command.Descriptor;
import org.apache.felix.service.command.Parameter;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/// `install`, `start`, `stop`, `update` and `uninstall` as the framework has them, but what goes wrong is a complaint, which a script sees by
/// its status, and a bundle may be given by its symbolic name. One bundle's failure does not keep the next from its turn.
@Component(
        service = BundleCommands.class,
        property = {
            "osgi.command.scope=gantry",
            "osgi.command.function=install",
            "osgi.command.function=start",
            "osgi.command.function=stop",
            "osgi.command.function=update",
            "osgi.command.function=uninstall"
        })
public final class BundleCommands {
    private final BundleContext context;
    private final Rewiring rewiring;

    /// For the component runtime.
    @Activate
    public BundleCommands(BundleContext context) {
        this.context = context;
        this.rewiring = new Rewiring(context);
    }

    /// What is done to one bundle.
    @FunctionalInterface
    private interface Deed {
        void to(String named) throws BundleException;
    }

    private static void each(String[] named, Deed deed) {
        if (named.length == 0) {
            System.err.println("which bundle? Give its number or its symbolic name");
        }
        for (String name : named) {
            try {
                deed.to(name);
            } catch (BundleException | RuntimeException e) {
                System.err.println(name + ": " + reason(e));
            }
        }
    }

    private static String reason(Throwable failure) {
        String message = failure.getMessage() == null ? failure.toString() : failure.getMessage();
        String cause = failure.getCause() == null ? null : failure.getCause().getMessage();
        return cause == null || message.contains(cause) ? message : message + ": " + cause;
    }

    /// The bundle of that number, or the only one of that symbolic name.
    private Bundle bundle(String named) {
        if (named.chars().allMatch(Character::isDigit) && named.length() < 19) {
            Bundle numbered = context.getBundle(Long.parseLong(named));
            if (numbered == null) {
                throw new IllegalArgumentException("no bundle has this number; `lb` lists them");
            }
            return numbered;
        }
        List<Bundle> found = new ArrayList<>();
        for (Bundle bundle : context.getBundles()) {
            if (named.equals(bundle.getSymbolicName())) {
                found.add(bundle);
            }
        }
        return switch (found.size()) {
            case 0 -> throw new IllegalArgumentException("no bundle has this name; `lb` lists them");
            case 1 -> found.getFirst();
            default ->
                throw new IllegalArgumentException("several bundles have this name: "
                        + found.stream().map(Bundle::getBundleId).toList());
        };
    }

    private static boolean isLocation(String text) {
        return text.indexOf(':') > 0;
    }

    /// Prints the numbers that the bundles got.
    @Descriptor("install bundles from URLs")
    public void install(@Descriptor("URLs") String[] urls) {
        each(
                urls,
                url -> System.out.println(
                        "Bundle ID: " + context.installBundle(url).getBundleId()));
    }

    /// Starts, and with a URL installs before.
    @Descriptor("start bundles")
    public void start(
            @Descriptor("not again at the next start of the framework")
                    @Parameter(
                            names = {"-t", "--transient"},
                            presentValue = "true",
                            absentValue = "false")
                    boolean once,
            @Descriptor("only when something needs it, if it says so of itself")
                    @Parameter(
                            names = {"-p", "--policy"},
                            presentValue = "true",
                            absentValue = "false")
                    boolean lazily,
            @Descriptor("numbers, symbolic names or URLs") String[] bundles) {
        int options = (once ? Bundle.START_TRANSIENT : 0) | (lazily ? Bundle.START_ACTIVATION_POLICY : 0);
        each(bundles, named -> (isLocation(named) ? context.installBundle(named) : bundle(named)).start(options));
    }

    /// Stops.
    @Descriptor("stop bundles")
    public void stop(
            @Descriptor("start again at the next start of the framework")
                    @Parameter(
                            names = {"-t", "--transient"},
                            presentValue = "true",
                            absentValue = "false")
                    boolean once,
            @Descriptor("numbers or symbolic names") String[] bundles) {
        each(bundles, named -> bundle(named).stop(once ? Bundle.STOP_TRANSIENT : 0));
    }

    /// Updates from where each bundle came; with a single bundle, a URL may follow from which the new version comes.
    @Descriptor("update bundles, or one from a URL")
    public void update(@Descriptor("numbers or symbolic names, or one and a URL") String[] bundles) {
        if (bundles.length == 2 && isLocation(bundles[1])) {
            each(new String[] {bundles[0]}, named -> updateFrom(bundle(named), bundles[1]));
        } else {
            each(bundles, named -> {
                Bundle bundle = bundle(named);
                bundle.update();
                rewiring.after(bundle);
            });
        }
    }

    private void updateFrom(Bundle bundle, String url) throws BundleException {
        try (InputStream jar = URI.create(url).toURL().openStream()) {
            bundle.update(jar);
            rewiring.after(bundle);
        } catch (IOException e) {
            throw new BundleException("cannot read " + url, e);
        }
    }

    /// Uninstalls.
    @Descriptor("uninstall bundles")
    public void uninstall(@Descriptor("numbers or symbolic names") String[] bundles) {
        each(bundles, named -> bundle(named).uninstall());
    }
}
