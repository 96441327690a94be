package dev.gantry.engine;

import dev.gantry.api.container.ListRequest;
import dev.gantry.api.error.EngineException;
import dev.gantry.api.image.ImageInfo;
import dev.gantry.api.image.RootfsUsage;
import dev.gantry.api.types.ContainerSummary;
import dev.gantry.api.types.EndpointSettings;
import dev.gantry.api.types.Filters;
import dev.gantry.api.types.Health;
import dev.gantry.api.types.HostConfigSummary;
import dev.gantry.api.types.NetworkSettings;
import dev.gantry.api.types.NetworkSettingsSummary;
import dev.gantry.api.types.PortBinding;
import dev.gantry.api.types.PortSummary;
import dev.gantry.engine.record.ContainerFacts;
import dev.gantry.engine.record.RunState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// `docker ps`.
final class Listing {
    private static final Comparator<ContainerFacts> NEWEST_FIRST =
            Comparator.comparing(ContainerFacts::created).reversed();

    private final Machinery engine;
    private final Inspection inspection;

    Listing(Machinery engine, Inspection inspection) {
        this.engine = engine;
        this.inspection = inspection;
    }

    List<ContainerSummary> of(ListRequest request) {
        ListFilter filter = new ListFilter(request.filters(), this::created, this::imagesOf, inspection::network);
        boolean all = request.all() || request.limit() > 0 || filter.impliesAll();
        List<ContainerFacts> candidates = new ArrayList<>();
        for (Container container : engine.table().all()) {
            ContainerFacts facts = container.facts();
            boolean shown = all || facts.state().isAlive() || facts.state() instanceof RunState.Restarting;
            if (shown && filter.accepts(facts)) {
                candidates.add(facts);
            }
        }
        candidates.sort(NEWEST_FIRST);
        Instant now = Instant.now();
        Map<String, List<String>> names = new Links(engine.table()).names();
        return candidates.stream()
                .limit(request.limit() > 0 ? request.limit() : Long.MAX_VALUE)
                .map(facts -> summary(facts, names.getOrDefault(facts.id(), List.of()), request.size(), now))
                .toList();
    }

    private Instant created(String nameOrId) {
        return engine.table().find(nameOrId).facts().created();
    }

    private Set<String> imagesOf(List<String> names) {
        Set<String> ids = new HashSet<>();
        for (String name : names) {
            try {
                ids.add(engine.services()
                        .images
                        .call(images -> images.resolve(name))
                        .id());
            } catch (EngineException e) {
                // An unknown image is nobody's ancestor.
                continue;
            }
        }
        return ids;
    }

    /// @param more names that links give to it
    private ContainerSummary summary(ContainerFacts facts, List<String> more, boolean size, Instant now) {
        List<String> names = new ArrayList<>(List.of("/" + facts.name()));
        names.addAll(more);
        RootfsUsage usage = size ? engine.services().images.call(images -> images.usage(facts.id())) : null;
        NetworkSettings network = inspection.network(facts);
        return new ContainerSummary(
                facts.id(),
                names,
                image(facts),
                facts.imageId(),
                facts.manifest(),
                command(facts.command()),
                facts.created().getEpochSecond(),
                ports(facts, network),
                usage == null ? 0 : usage.writable(),
                usage == null ? 0 : usage.total(),
                facts.labels(),
                facts.state().word(),
                HumanText.status(facts, now),
                new HostConfigSummary(facts.host().NetworkMode(), facts.host().Annotations()),
                new NetworkSettingsSummary(networks(network)),
                Inspection.mounts(facts));
    }

    private static Map<String, EndpointSettings> networks(NetworkSettings network) {
        return new TreeMap<>(Absent.map(network.Networks()));
    }

    private static String command(List<String> command) {
        StringBuilder line = new StringBuilder(command.isEmpty() ? "" : command.getFirst());
        command.stream().skip(1).forEach(part -> line.append(' ').append(part.contains(" ") ? "'" + part + "'" : part));
        return line.toString();
    }

    /// The name it was made from, while that still means the same image.
    private String image(ContainerFacts facts) {
        String name = facts.config().Image();
        if (name.isEmpty() || facts.imageId().isEmpty()) {
            return name;
        }
        try {
            ImageInfo now = engine.services().images.call(images -> images.resolve(name));
            return now.id().equals(facts.imageId()) ? name : facts.imageId();
        } catch (EngineException e) {
            return facts.imageId();
        }
    }

    static List<PortSummary> ports(ContainerFacts facts, NetworkSettings network) {
        List<PortSummary> result = new ArrayList<>();
        if (!facts.state().isAlive()) {
            return result;
        }
        Map<String, @Nullable List<PortBinding>> ports = Absent.map(network.Ports());
        ports.forEach((port, bindings) -> {
            String[] parts = port.split("/", 2);
            int inside = Integer.parseInt(parts[0]);
            String protocol = parts.length > 1 ? parts[1] : "tcp";
            if (bindings == null || bindings.isEmpty()) {
                result.add(new PortSummary("", inside, 0, protocol));
                return;
            }
            for (PortBinding binding : bindings) {
                int outside = binding.HostPort().isEmpty() ? 0 : Integer.parseInt(binding.HostPort());
                result.add(new PortSummary(binding.HostIp(), inside, outside, protocol));
            }
        });
        return result;
    }

    static String health(ContainerFacts facts) {
        Health health = facts.health();
        return health == null || health.Status().isEmpty() ? "none" : health.Status();
    }

    static Filters known(Filters filters) {
        return filters.requireOnly(Set.of(
                "ancestor",
                "before",
                "exited",
                "expose",
                "health",
                "id",
                "isolation",
                "is-task",
                "label",
                "name",
                "network",
                "publish",
                "since",
                "status",
                "volume"));
    }
}
