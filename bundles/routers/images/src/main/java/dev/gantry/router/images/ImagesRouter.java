package dev.gantry.router.images;

import dev.gantry.api.http.Route;
import dev.gantry.api.http.Router;
import dev.gantry.api.image.Images;
import dev.gantry.api.json.JsonCodec;
import dev.gantry.api.lease.ServiceSlot;
import dev.gantry.api.registry.Registry;
import java.util.List;
import java.util.stream.Stream;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/// `/images`.
@Component(immediate = true)
public final class ImagesRouter implements Router {
    private final ServiceSlot<Images> images = new ServiceSlot<>("the image store");
    private final ServiceSlot<Registry> registry = new ServiceSlot<>("the registry client");
    private final CatalogRoutes catalog;
    private final TransferRoutes transfers;

    /// Called by Declarative Services.
    @Activate
    public ImagesRouter(@Reference JsonCodec json) {
        catalog = new CatalogRoutes(images, registry, json);
        transfers = new TransferRoutes(images, json);
    }

    @Override
    public List<Route> routes() {
        return Stream.concat(catalog.routes().stream(), transfers.routes().stream())
                .toList();
    }

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindImages(Images service) {
        images.bind(service);
    }

    void unbindImages(Images service) {
        images.unbind(service);
    }

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindRegistry(Registry service) {
        registry.bind(service);
    }

    void unbindRegistry(Registry service) {
        registry.unbind(service);
    }
}
