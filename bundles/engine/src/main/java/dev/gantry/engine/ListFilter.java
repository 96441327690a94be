package dev.gantry.engine;

import dev.gantry.api.error.EngineException;
import dev.gantry.api.types.Filters;
import dev.gantry.api.types.NetworkSettings;
import dev.gantry.engine.record.ContainerFacts;
import dev.gantry.engine.record.RunState;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The filters of `docker ps`.
final class ListFilter {
    private static final Set<String> STATES =
            Set.of("created", "dead", "exited", "paused", "removing", "restarting", "running");
    private static final Set<String> HEALTH = Set.of("starting", "healthy", "unhealthy", "none");

    private final Filters filters;
    private final Function<ContainerFacts, NetworkSettings> network;
    private final @Nullable Instant before;
    private final @Nullable Instant since;
    private final @Nullable Set<String> ancestors;
    private final Set<Integer> codes = new HashSet<>();
    private final PortFilter ports;

    /// @param created when a container was made, by name or id
    /// @param images ids of images, by name
    ListFilter(
            Filters filters,
            Function<String, Instant> created,
            Function<List<String>, Set<String>> images,
            Function<ContainerFacts, NetworkSettings> network) {
        this.filters = Listing.known(filters);
        this.network = network;
        this.before =
                filters.has("before") ? created.apply(filters.get("before").getFirst()) : null;
        this.since = filters.has("since") ? created.apply(filters.get("since").getFirst()) : null;
        this.ancestors = filters.has("ancestor") ? images.apply(filters.get("ancestor")) : null;
        this.ports = new PortFilter(filters.get("publish"), filters.get("expose"));
        filters.flag("is-task", false);
        for (String state : filters.get("status")) {
            if (!STATES.contains(state)) {
                throw EngineException.invalidParameter("invalid filter 'status=" + state + "'");
            }
        }
        for (String health : filters.get("health")) {
            if (!HEALTH.contains(health)) {
                throw EngineException.invalidParameter("invalid filter 'health=" + health + "'");
            }
        }
        for (String code : filters.get("exited")) {
            try {
                codes.add(Integer.parseInt(code));
            } catch (NumberFormatException e) {
                throw EngineException.invalidParameter("invalid filter 'exited=" + code + "'", e);
            }
        }
    }

    /// Whether those that do not run are meant, too.
    boolean impliesAll() {
        return filters.has("status");
    }

    boolean accepts(ContainerFacts facts) {
        return identity(facts) && state(facts) && mounts(facts) && networks(facts) && hasPort(facts);
    }

    private boolean identity(ContainerFacts facts) {
        boolean named = filters.matches("name", facts.name()) || filters.matches("name", "/" + facts.name());
        boolean family = ancestors == null
                || ancestors.contains(facts.imageId())
                || filters.get("ancestor").contains(facts.config().Image());
        return named
                && family
                && filters.prefix("id", facts.id())
                && filters.labels("label", facts.labels())
                && (before == null || facts.created().isBefore(before))
                && (since == null || facts.created().isAfter(since))
                && (!filters.has("is-task") || !filters.flag("is-task", false));
    }

    private boolean state(ContainerFacts facts) {
        boolean exited = codes.isEmpty()
                || (facts.state() instanceof RunState.Exited(RunState.End end) && codes.contains(end.exitCode()));
        return exited
                && filters.exact("status", facts.state().word())
                && filters.exact("health", Listing.health(facts))
                && filters.exact("isolation", facts.host().Isolation());
    }

    private boolean mounts(ContainerFacts facts) {
        List<String> wanted = filters.get("volume");
        return wanted.isEmpty()
                || facts.mounts().stream()
                        .anyMatch(mount -> wanted.contains(mount.name())
                                || wanted.contains(mount.destination())
                                || wanted.contains(mount.source()));
    }

    private boolean networks(ContainerFacts facts) {
        List<String> wanted = filters.get("network");
        if (wanted.isEmpty()) {
            return true;
        }
        return Absent.map(network.apply(facts).Networks()).entrySet().stream()
                .anyMatch(entry -> wanted.contains(entry.getKey())
                        || wanted.stream()
                                .anyMatch(id -> !id.isEmpty()
                                        && entry.getValue().NetworkID().startsWith(id)));
    }

    private boolean hasPort(ContainerFacts facts) {
        return ports.isEmpty()
                || Listing.ports(facts, network.apply(facts)).stream().anyMatch(ports::accepts);
    }
}
