package dev.gantry.network.bridge;

import dev.gantry.api.linux.PacketFilter;
import dev.gantry.api.network.Endpoint;
import dev.gantry.api.network.Network;
import java.io.IOException;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// [Rules] in one nftables table for each network and family.
final class NftRules implements Rules {
    private static final Logger log = LoggerFactory.getLogger(NftRules.class);

    private final PacketFilter filter;
    private volatile BridgeSettings settings;
    private final Map<String, Known> networks = new HashMap<>();

    /// What has been put in force, to be put in force again when somebody else removes it.
    private record Known(Network network, BridgeOptions options, Map<String, Endpoint> endpoints) {}

    NftRules(PacketFilter filter, BridgeSettings settings) {
        this.filter = filter;
        this.settings = settings;
    }

    @Override
    public void settings(BridgeSettings next) {
        settings = next;
    }

    private NftTable table(Family family, String networkId) {
        return new NftTable(family, settings.table(networkId), settings.direct());
    }

    private List<NftTable> tables(BridgeOptions options, String networkId) {
        return settings.filtered().stream()
                .filter(options.families()::contains)
                .map(family -> table(family, networkId))
                .toList();
    }

    @Override
    public synchronized void replace(Network network, BridgeOptions options, Collection<Endpoint> endpoints)
            throws IOException {
        Map<String, Endpoint> present = new LinkedHashMap<>();
        endpoints.forEach(endpoint -> present.put(endpoint.id(), endpoint));
        Known known = new Known(network, options, present);
        networks.put(network.id(), known);
        replace(known);
        withdraw(known);
    }

    /// Removes the tables of families that the network has no more, or that are not to be filtered.
    private void withdraw(Known known) throws IOException {
        String name = settings.table(known.network().id());
        Set<Family> gone = EnumSet.allOf(Family.class);
        tables(known.options(), known.network().id()).forEach(table -> gone.remove(table.family()));
        for (Family family : gone) {
            if (ours(family).contains(name)) {
                filter.run("delete table " + family.nft + " " + name);
                new ForeignForwarding(filter, family).forget(name);
            }
        }
    }

    private void replace(Known known) throws IOException {
        StringBuilder commands = new StringBuilder();
        for (NftTable table : tables(known.options(), known.network().id())) {
            commands.append(table.replacement(known.options(), known.endpoints().values()));
        }
        run(commands);
    }

    private void run(CharSequence commands) throws IOException {
        if (!commands.isEmpty()) {
            filter.run(commands.toString());
        }
    }

    @Override
    public synchronized void add(Network network, Endpoint endpoint) throws IOException {
        Known known = networks.get(network.id());
        if (known == null) {
            throw new IOException("network " + network.name() + " has no rules yet");
        }
        StringBuilder commands = new StringBuilder();
        tables(known.options(), network.id()).forEach(table -> commands.append(table.additions(endpoint)));
        known.endpoints().put(endpoint.id(), endpoint);
        try {
            run(commands);
        } catch (IOException e) {
            // Somebody may have removed the table this very moment.
            try {
                replace(known);
            } catch (IOException again) {
                known.endpoints().remove(endpoint.id());
                again.addSuppressed(e);
                throw again;
            }
        }
    }

    @Override
    public synchronized void remove(Network network, Endpoint endpoint) throws IOException {
        Known known = networks.get(network.id());
        if (known == null || known.endpoints().remove(endpoint.id()) == null) {
            return;
        }
        StringBuilder commands = new StringBuilder();
        tables(known.options(), network.id()).forEach(table -> commands.append(table.removals(endpoint)));
        try {
            run(commands);
        } catch (IOException e) {
            replace(known);
        }
    }

    @Override
    public synchronized void clear(Network network) throws IOException {
        networks.remove(network.id());
        String name = settings.table(network.id());
        // All families: an earlier life may have had other settings.
        for (Family family : Family.values()) {
            filter.run(table(family, network.id()).removal());
            new ForeignForwarding(filter, family).forget(name);
        }
    }

    @Override
    public synchronized void keepOnly(Set<String> networkIds) throws IOException {
        Set<String> kept = new HashSet<>();
        networkIds.forEach(id -> kept.add(settings.table(id)));
        for (Family family : Family.values()) {
            for (String table : ours(family)) {
                boolean wanted = settings.filtered().contains(family) && kept.contains(table);
                if (!wanted) {
                    filter.run("delete table " + family.nft + " " + table);
                    new ForeignForwarding(filter, family).forget(table);
                }
            }
        }
    }

    private List<String> ours(Family family) throws IOException {
        String mine = "table " + family.nft + " " + settings.tables();
        return filter.run("list tables " + family.nft)
                .lines()
                .filter(line -> line.startsWith(mine))
                .map(line -> line.substring(line.lastIndexOf(' ') + 1))
                .toList();
    }

    @Override
    public void passOthers(Network network, BridgeOptions options) throws IOException {
        for (NftTable table : tables(options, network.id())) {
            new ForeignForwarding(filter, table.family()).pass(table.name(), options.device());
        }
    }

    @Override
    public synchronized void restoreLost() throws IOException {
        Map<Family, List<String>> present = new HashMap<>();
        for (Family family : settings.filtered()) {
            present.put(family, ours(family));
        }
        for (Known known : networks.values()) {
            boolean lost = tables(known.options(), known.network().id()).stream()
                    .anyMatch(table ->
                            !present.getOrDefault(table.family(), List.of()).contains(table.name()));
            if (lost) {
                log.warn(
                        "network {}: its packet filter rules were removed by somebody else; they are back",
                        known.network().name());
                replace(known);
                passOthers(known.network(), known.options());
            }
        }
    }

    @Override
    public void closeForwarding(Family family) throws IOException {
        if (settings.filtered().contains(family)) {
            new ForeignForwarding(filter, family).close();
        }
    }
}
