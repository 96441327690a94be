package dev.gantry.engine;

import dev.gantry.api.error.EngineException;
import dev.gantry.api.error.ErrorKind;
import dev.gantry.api.types.ContainerConfig;
import dev.gantry.api.types.ContainerConfigBuilder;
import dev.gantry.api.types.EndpointSettings;
import dev.gantry.api.types.HostConfig;
import dev.gantry.api.types.HostConfigBuilder;
import dev.gantry.api.types.NetworkSettings;
import dev.gantry.engine.record.ContainerFacts;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Links of the default bridge (`--link`): a container knows another by an alias, in its `hosts` and in its environment. They are
/// kept as `id:alias`, so that they outlive a rename of the other.
final class Links {
    private static final Logger LOG = LoggerFactory.getLogger(Links.class);

    private final ContainerTable table;

    Links(ContainerTable table) {
        this.table = table;
    }

    /// Another container, and what it is called.
    record Link(String target, String alias) {
        /// Reads `name[:alias]`, also in the form that an inspect shows, `/name:/owner/alias`.
        static Link parse(String text) {
            String[] parts = text.split(":", -1);
            if (text.isEmpty()) {
                throw EngineException.invalidParameter("empty string specified for links");
            }
            if (parts.length > 2) {
                throw EngineException.invalidParameter("bad format for links: " + text);
            }
            String target = parts[0].startsWith("/") ? parts[0].substring(1) : parts[0];
            String alias = parts.length == 1 ? target : parts[1].substring(parts[1].lastIndexOf('/') + 1);
            return new Link(target, alias);
        }
    }

    /// The links that a new container wishes, by the ids of the others.
    ///
    /// @throws EngineException INVALID_PARAMETER when one is not there or has no network of its own
    @Nullable List<String> identified(@Nullable List<String> wishes) {
        if (wishes == null) {
            return null;
        }
        List<String> result = new ArrayList<>();
        for (String wish : wishes) {
            Link link = Link.parse(wish);
            Container other;
            try {
                other = table.find(link.target());
            } catch (EngineException e) {
                throw EngineException.invalidParameter(
                        "could not get container for " + link.target() + ": " + e.getMessage(), e);
            }
            if (other.facts().host().NetworkMode().equals("host")) {
                throw EngineException.invalidParameter(
                        "conflicting options: host type networking can't be used with links. This would result in undefined"
                                + " behavior");
            }
            result.add(other.id() + ":" + link.alias());
        }
        return result;
    }

    /// The ids of the containers that a container is linked to.
    static List<String> targets(ContainerFacts owner) {
        return Absent.list(owner.host().Links()).stream()
                .map(text -> Link.parse(text).target())
                .toList();
    }

    /// Whom a container knows, by alias; those that are gone are left out.
    private Map<String, ContainerFacts> linked(ContainerFacts owner) {
        Map<String, ContainerFacts> result = new TreeMap<>();
        for (String text : Absent.list(owner.host().Links())) {
            Link link = Link.parse(text);
            Container other = table.byId(link.target());
            if (other != null) {
                result.put(link.alias(), other.facts());
            }
        }
        return result;
    }

    /// All names that links give to containers, by the container's id.
    Map<String, List<String>> names() {
        Map<String, List<String>> result = new TreeMap<>();
        for (Container owner : table.all()) {
            linked(owner.facts())
                    .forEach((alias, other) -> result.computeIfAbsent(other.id(), _ -> new ArrayList<>())
                            .add("/" + owner.facts().name() + "/" + alias));
        }
        return result;
    }

    /// As an inspect shows them: `/name:/owner/alias`.
    HostConfig shown(ContainerFacts owner) {
        if (Absent.list(owner.host().Links()).isEmpty()) {
            return owner.host();
        }
        List<String> links = new ArrayList<>();
        linked(owner).forEach((alias, other) -> links.add("/" + other.name() + ":/" + owner.name() + "/" + alias));
        return HostConfigBuilder.builder(owner.host()).Links(links).build();
    }

    private static boolean applies(ContainerFacts owner) {
        return !Absent.list(owner.host().Links()).isEmpty()
                && owner.host().NetworkMode().equals(Donors.USUAL_NETWORK);
    }

    /// With the others in its `hosts`.
    ///
    /// @throws EngineException SYSTEM when one does not run
    ContainerFacts withHosts(ContainerFacts owner) {
        if (!applies(owner)) {
            return owner;
        }
        List<String> lines = new ArrayList<>(Absent.list(owner.host().ExtraHosts()));
        linked(owner).forEach((alias, other) -> {
            String names = names(alias, other);
            lines.add((alias.equals(other.name()) ? names : names + " " + other.name()) + ":"
                    + address(owner, alias, other));
        });
        return owner.withHost(
                HostConfigBuilder.builder(owner.host()).ExtraHosts(lines).build());
    }

    /// Tells those who know a container by a link that it has another address now, as each start gives it one.
    ///
    /// @param joined the network settings of its new run
    void tell(Machinery engine, ContainerFacts other, NetworkSettings joined) {
        EndpointSettings endpoint = Absent.map(joined.Networks()).get(Donors.USUAL_NETWORK);
        if (endpoint == null || endpoint.IPAddress().isEmpty()) {
            return;
        }
        InetAddress address = InetAddress.ofLiteral(endpoint.IPAddress());
        for (Container owner : table.all()) {
            if (!applies(owner.facts())) {
                continue;
            }
            linked(owner.facts()).forEach((alias, known) -> {
                if (known.id().equals(other.id())) {
                    tell(engine, owner.id(), names(alias, known), address);
                }
            });
        }
    }

    private static void tell(Machinery engine, String owner, String names, InetAddress address) {
        try {
            engine.services().sandboxes.run(sandboxes -> sandboxes.readdress(owner, names, address));
        } catch (EngineException e) {
            LOG.warn("container={}: its hosts has an old address for {}: {}", owner, names, e.getMessage());
        }
    }

    private static String names(String alias, ContainerFacts other) {
        return alias + " " + other.config().Hostname();
    }

    private static String address(ContainerFacts owner, String alias, ContainerFacts other) {
        if (!other.state().isAlive()) {
            throw EngineException.system(
                    "Cannot link to a non running container: /" + other.name() + " AS /" + owner.name() + "/" + alias);
        }
        EndpointSettings endpoint = other.network() == null
                ? null
                : Absent.map(other.network().Networks()).get(Donors.USUAL_NETWORK);
        if (endpoint == null || endpoint.IPAddress().isEmpty()) {
            throw EngineException.system(
                    "Cannot link to " + other.name() + ", as it does not belong to the default network");
        }
        return endpoint.IPAddress();
    }

    /// With variables that tell of the others.
    ///
    /// @throws EngineException SYSTEM when one does not run
    ContainerConfig withEnvironment(ContainerFacts owner) {
        return withEnvironment(owner, linked(owner));
    }

    /// With variables that tell of those of the others that run.
    ContainerConfig withEnvironmentOfRunning(ContainerFacts owner) {
        Map<String, ContainerFacts> running = linked(owner);
        running.values().removeIf(other -> !other.state().isAlive());
        return withEnvironment(owner, running);
    }

    private static ContainerConfig withEnvironment(ContainerFacts owner, Map<String, ContainerFacts> others) {
        if (!applies(owner)) {
            return owner.config();
        }
        List<String> variables = new ArrayList<>();
        others.forEach((alias, other) -> variables.addAll(variables(owner, alias, other)));
        variables.addAll(Absent.list(owner.config().Env()));
        return ContainerConfigBuilder.builder(owner.config()).Env(variables).build();
    }

    private static List<String> variables(ContainerFacts owner, String alias, ContainerFacts other) {
        String name = alias.toUpperCase(Locale.ROOT).replace('-', '_');
        String address = address(owner, alias, other);
        List<String> result = new ArrayList<>();
        List<String> ports = Absent.map(other.config().ExposedPorts()).keySet().stream()
                .filter(port -> port.matches("[0-9]+(/[a-z]+)?"))
                .sorted(Comparator.comparingInt((String port) -> Integer.parseInt(port.split("/")[0]))
                        .thenComparing(port -> !port.endsWith("/tcp")))
                .toList();
        for (int i = 0; i < ports.size(); i++) {
            String[] parts = (ports.get(i) + "/tcp").split("/");
            String url = parts[1] + "://" + address + ":" + parts[0];
            String prefix = name + "_PORT_" + parts[0] + "_" + parts[1].toUpperCase(Locale.ROOT);
            if (i == 0) {
                result.add(name + "_PORT=" + url);
            }
            result.add(prefix + "=" + url);
            result.add(prefix + "_ADDR=" + address);
            result.add(prefix + "_PORT=" + parts[0]);
            result.add(prefix + "_PROTO=" + parts[1]);
        }
        result.add(name + "_NAME=/" + owner.name() + "/" + alias);
        for (String variable : Absent.list(other.config().Env())) {
            if (variable.contains("=") && !variable.startsWith("HOME=") && !variable.startsWith("PATH=")) {
                result.add(name + "_ENV_" + variable);
            }
        }
        return result;
    }

    /// Takes a link away that is named `owner/alias`.
    void remove(Machinery engine, String name) {
        String bare = name.startsWith("/") ? name.substring(1) : name;
        int slash = bare.lastIndexOf('/');
        if (slash < 0) {
            throw EngineException.system("Conflict, cannot remove the default link name of the container");
        }
        String alias = bare.substring(slash + 1);
        Container owner;
        try {
            owner = table.find(bare.substring(0, slash));
        } catch (EngineException e) {
            throw new EngineException(
                    ErrorKind.SYSTEM, "Cannot get parent /" + bare.substring(0, slash) + " for name /" + bare, e);
        }
        ContainerFacts next = engine.change(
                owner,
                facts -> facts.withHost(HostConfigBuilder.builder(facts.host())
                        .Links(Absent.list(facts.host().Links()).stream()
                                .filter(link -> !Link.parse(link).alias().equals(alias))
                                .toList())
                        .build()));
        engine.store().saveHost(next);
    }
}
