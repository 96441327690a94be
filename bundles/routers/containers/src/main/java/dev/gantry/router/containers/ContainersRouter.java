package dev.gantry.router.containers;

import dev.gantry.api.archive.ContainerFiles;
import dev.gantry.api.container.Containers;
import dev.gantry.api.http.Handler;
import dev.gantry.api.http.Route;
import dev.gantry.api.http.Router;
import dev.gantry.api.json.JsonCodec;
import dev.gantry.api.lease.OutlivingSlots;
import dev.gantry.api.logging.ContainerStreams;
import dev.gantry.api.stats.ContainerStats;
import java.util.List;
import java.util.stream.Stream;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/// Everything under `/containers` but execs, and `/commit`. What it calls may be swapped under it.
@Component(immediate = true)
public final class ContainersRouter implements Router {
    private final ContainerServices services = new ContainerServices();

    /// Needs nothing: services are found when a request comes.
    @Activate
    public ContainersRouter() {}

    /// Streams go on.
    @Deactivate
    void leave(BundleContext bundle) {
        services.all.leave(bundle);
    }

    @Override
    public List<Route> routes() {
        return Stream.of(
                        new CatalogRoutes(services).routes(),
                        new CreateRoutes(services).routes(),
                        new LifecycleRoutes(services).routes(),
                        new StreamRoutes(services).routes(),
                        new AttachRoutes(services).routes(),
                        new ArchiveRoutes(services).routes())
                .flatMap(List::stream)
                .map(route -> new Route(route.method(), route.template(), outliving(route.handler())))
                .toList();
    }

    private Handler outliving(Handler handler) {
        return exchange -> {
            try (OutlivingSlots.Stream _ = services.all.stream()) {
                handler.handle(exchange);
            }
        };
    }

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindContainers(Containers containers) {
        services.containers.bind(containers);
    }

    void unbindContainers(Containers containers) {
        services.containers.unbind(containers);
    }

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindFiles(ContainerFiles files) {
        services.files.bind(files);
    }

    void unbindFiles(ContainerFiles files) {
        services.files.unbind(files);
    }

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindStreams(ContainerStreams streams) {
        services.streams.bind(streams);
    }

    void unbindStreams(ContainerStreams streams) {
        services.streams.unbind(streams);
    }

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindStats(ContainerStats stats) {
        services.stats.bind(stats);
    }

    void unbindStats(ContainerStats stats) {
        services.stats.unbind(stats);
    }

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindJson(JsonCodec codec) {
        services.json.bind(codec);
    }

    void unbindJson(JsonCodec codec) {
        services.json.unbind(codec);
    }
}
