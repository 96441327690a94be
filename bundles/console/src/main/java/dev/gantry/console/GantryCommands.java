package dev.gantry.console;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.felix.service.command.Descriptor;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import org.osgi.service.component.runtime.dto.ComponentConfigurationDTO;
import org.osgi.service.component.runtime.dto.UnsatisfiedReferenceDTO;

/// `gantry:services` and `gantry:missing`.
@Component(
        service = GantryCommands.class,
        property = {"osgi.command.scope=gantry", "osgi.command.function=services", "osgi.command.function=missing"})
public final class GantryCommands {
    private static final String OURS = "dev.gantry.api.";

    private final BundleContext context;
    private final ServiceComponentRuntime components;

    /// For the component runtime.
    @Activate
    public GantryCommands(BundleContext context, @Reference ServiceComponentRuntime components) {
        this.context = context;
        this.components = components;
    }

    /// Every service of ours: its type, the name it goes by, its provider, and who uses it.
    @Descriptor("what serves what: type, name, providing bundle, using bundles")
    public void services() throws InvalidSyntaxException {
        ServiceReference<?>[] references = context.getAllServiceReferences((String) null, null);
        List<List<String>> rows = new ArrayList<>();
        for (ServiceReference<?> reference : references == null ? new ServiceReference<?>[0] : references) {
            String[] types = (String[]) reference.getProperty(Constants.OBJECTCLASS);
            Arrays.stream(types).filter(type -> type.startsWith(OURS)).forEach(type -> rows.add(row(type, reference)));
        }
        rows.sort(Comparator.comparing(row -> String.join(" ", row)));
        System.out.print(Table.of(List.of("SERVICE", "NAME", "PROVIDER", "USED BY"), rows));
    }

    /// Every component that waits for something, and what for.
    @Descriptor("components that are not up, and what they wait for")
    public void missing() {
        List<List<String>> rows = components.getComponentDescriptionDTOs().stream()
                .flatMap(description -> components.getComponentConfigurationDTOs(description).stream())
                .filter(component -> component.state != ComponentConfigurationDTO.ACTIVE
                        && component.state != ComponentConfigurationDTO.SATISFIED)
                .map(component -> List.of(component.description.name, reason(component)))
                .toList();
        System.out.print(Table.of(List.of("COMPONENT", "WAITS FOR"), rows));
    }

    private static List<String> row(String type, ServiceReference<?> reference) {
        Bundle @Nullable [] users = reference.getUsingBundles();
        String usedBy = Stream.of(users == null ? new Bundle[0] : users)
                .map(bundle -> String.valueOf(bundle.getSymbolicName()))
                .sorted()
                .collect(Collectors.joining(", "));
        return List.of(type.substring(OURS.length()), name(reference), provider(reference.getBundle()), usedBy);
    }

    private static String name(ServiceReference<?> reference) {
        for (String key : new String[] {"name", "scheme", "osgi.command.scope"}) {
            Object value = reference.getProperty(key);
            if (value != null) {
                return value instanceof Object[] values ? Arrays.toString(values) : value.toString();
            }
        }
        return "-";
    }

    private static String provider(@Nullable Bundle bundle) {
        return bundle == null
                ? "(going)"
                : bundle.getSymbolicName() + " " + bundle.getVersion() + " [" + bundle.getBundleId() + "]";
    }

    private static String reason(ComponentConfigurationDTO component) {
        if (component.state == ComponentConfigurationDTO.UNSATISFIED_CONFIGURATION) {
            return "settings " + String.join(", ", component.description.configurationPid);
        }
        if (component.failure != null) {
            return "failed: " + component.failure.lines().findFirst().orElse("");
        }
        return Stream.of(component.unsatisfiedReferences)
                .map((UnsatisfiedReferenceDTO reference) -> reference.name + target(reference.target))
                .collect(Collectors.joining(", "));
    }

    private static String target(@Nullable String target) {
        return target == null ? "" : " " + target;
    }
}
