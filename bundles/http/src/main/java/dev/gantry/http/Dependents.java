package dev.gantry.http;

import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import org.osgi.service.component.runtime.dto.ComponentConfigurationDTO;
import org.osgi.service.component.runtime.dto.ComponentDescriptionDTO;
import org.osgi.service.component.runtime.dto.ReferenceDTO;
import org.osgi.service.component.runtime.dto.SatisfiedReferenceDTO;

/// Knows which components go down with a bundle of others: those that have a static reference to a service of it.
final class Dependents {
    private final ServiceComponentRuntime components;

    Dependents(ServiceComponentRuntime components) {
        this.components = components;
    }

    /// Whether a bundle's departure takes components of other bundles down.
    boolean standOn(long bundleId) {
        return components.getComponentDescriptionDTOs().stream()
                .filter(description -> description.bundle.id != bundleId)
                .anyMatch(description -> standsOn(bundleId, description));
    }

    private boolean standsOn(long bundleId, ComponentDescriptionDTO description) {
        Set<String> fixed = Stream.of(description.references)
                .filter(reference -> "static".equals(reference.policy))
                .map((ReferenceDTO reference) -> reference.name)
                .collect(Collectors.toSet());
        if (fixed.isEmpty()) {
            return false;
        }
        for (ComponentConfigurationDTO component : components.getComponentConfigurationDTOs(description)) {
            for (SatisfiedReferenceDTO reference : component.satisfiedReferences) {
                if (fixed.contains(reference.name)
                        && Arrays.stream(reference.boundServices).anyMatch(service -> service.bundle == bundleId)) {
                    return true;
                }
            }
        }
        return false;
    }
}
