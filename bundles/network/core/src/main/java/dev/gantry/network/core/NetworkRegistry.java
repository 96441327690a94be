package dev.gantry.network.core;

import dev.gantry.api.error.EngineException;
import dev.gantry.api.linux.IpPrefix;
import dev.gantry.api.network.Network;
import dev.gantry.api.network.Subnet;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/// The networks, their names, and the addresses of each. Kept on disk.
final class NetworkRegistry {
    static final String BRIDGE = "bridge";
    static final String HOST = "host";
    static final String NONE = "none";
    static final String NULL_DRIVER = "null";
    private static final int ID_BYTES = 32;
    private static final String FILE = "networks.json";

    private final Path file;
    private final StateFiles files;
    private final Map<String, Network> byId = new HashMap<>();
    private final Map<String, List<AddressPool>> pools = new HashMap<>();

    NetworkRegistry(StateFiles files, Path directory) {
        this.files = files;
        this.file = directory.resolve(FILE);
        files.directory(directory, 0750);
        StoredNetwork.All stored = files.read(file, StoredNetwork.All.class);
        if (stored != null && stored.networks() != null) {
            stored.networks().forEach(network -> keep(network.network()));
        }
    }

    /// A new identifier: 64 hexadecimal digits.
    static String newId() {
        byte[] bytes = new byte[ID_BYTES];
        ThreadLocalRandom.current().nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    /// A network that always exists: as stored, else new.
    synchronized Network predefined(String name, String driver, Map<String, String> options) {
        Network known = named(name);
        if (known != null) {
            return known;
        }
        Network made = new Network(newId(), name, driver, Instant.now(), false, List.of(), options, Map.of());
        put(made);
        return made;
    }

    private void keep(Network network) {
        byId.put(network.id(), network);
        pools.put(network.id(), network.subnets().stream().map(AddressPool::new).toList());
    }

    /// Adds a network or replaces it. Addresses that have been given out stay so in a subnet that stays, whatever else of it changes.
    synchronized void put(Network network) {
        Network before = byId.get(network.id());
        if (network.equals(before)) {
            return;
        }
        List<AddressPool> old = pools.getOrDefault(network.id(), List.of());
        keep(network);
        List<AddressPool> fresh = pools.getOrDefault(network.id(), List.of());
        for (int i = 0; i < old.size() && before != null; i++) {
            for (int j = 0; j < fresh.size(); j++) {
                if (before.subnets()
                        .get(i)
                        .prefix()
                        .equals(network.subnets().get(j).prefix())) {
                    fresh.get(j).takeOver(old.get(i));
                }
            }
        }
        save();
    }

    synchronized void remove(Network network) {
        byId.remove(network.id());
        pools.remove(network.id());
        save();
    }

    private void save() {
        List<StoredNetwork> stored = byId.values().stream()
                .sorted(Comparator.comparing(Network::name))
                .map(StoredNetwork::of)
                .toList();
        files.save(file, new StoredNetwork.All(stored));
    }

    synchronized List<Network> all() {
        return byId.values().stream()
                .sorted(Comparator.comparing(Network::name))
                .toList();
    }

    synchronized @Nullable Network byId(String id) {
        return byId.get(id);
    }

    synchronized @Nullable Network named(String name) {
        return byId.values().stream()
                .filter(n -> n.name().equals(name))
                .findFirst()
                .orElse(null);
    }

    /// By name, id, or the beginning of an id.
    ///
    /// @throws EngineException NOT_FOUND; INVALID_PARAMETER when several begin so
    synchronized Network resolve(String nameOrId) {
        Network exact = byId.containsKey(nameOrId) ? byId.get(nameOrId) : named(nameOrId);
        if (exact != null) {
            return exact;
        }
        List<Network> matching = new ArrayList<>();
        if (!nameOrId.isEmpty()) {
            byId.values().stream().filter(n -> n.id().startsWith(nameOrId)).forEach(matching::add);
        }
        if (matching.size() > 1) {
            throw EngineException.invalidParameter(
                    "network " + nameOrId + " is ambiguous (" + matching.size() + " matches found on ID prefix)");
        }
        if (matching.isEmpty()) {
            throw EngineException.notFound("network " + nameOrId + " not found");
        }
        return matching.getFirst();
    }

    /// As [#resolve], null when there is none or no single one.
    @Nullable Network find(String nameOrId) {
        try {
            return resolve(nameOrId);
        } catch (EngineException e) {
            return null;
        }
    }

    /// The subnets of all networks but one.
    synchronized List<IpPrefix> subnetsBut(String id) {
        return byId.values().stream()
                .filter(n -> !n.id().equals(id))
                .flatMap(n -> n.subnets().stream())
                .map(Subnet::prefix)
                .toList();
    }

    /// The next free address of a family, null when the network has none of it.
    synchronized @Nullable IpPrefix next(Network network, boolean ipv6) {
        AddressPool pool = pool(network, ipv6);
        return pool == null ? null : pool.next(network.name() + " (" + network.id() + ")");
    }

    /// Takes the very address.
    synchronized IpPrefix take(Network network, InetAddress address) {
        AddressPool pool = pool(network, address.getAddress().length == 16);
        if (pool == null) {
            throw EngineException.invalidParameter("invalid address " + IpPrefix.text(address)
                    + ": It does not belong to any of this network's subnets");
        }
        return pool.take(address);
    }

    /// Lets the next choice follow this address, as if it had been the last one.
    synchronized void continueAfter(Network network, InetAddress address) {
        AddressPool pool = pool(network, address.getAddress().length == 16);
        if (pool != null) {
            pool.continueAfter(address);
        }
    }

    synchronized void release(Network network, InetAddress address) {
        AddressPool pool = pool(network, address.getAddress().length == 16);
        if (pool != null) {
            pool.release(address);
        }
    }

    private @Nullable AddressPool pool(Network network, boolean ipv6) {
        Network current = byId.get(network.id());
        if (current == null) {
            return null;
        }
        for (int i = 0; i < current.subnets().size(); i++) {
            if (current.subnets().get(i).prefix().isIpv6() == ipv6) {
                return pools.getOrDefault(network.id(), List.of()).get(i);
            }
        }
        return null;
    }
}
