package dev.gantry.engine;

import dev.gantry.api.error.EngineException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// All containers by id and name. No lock: a name belongs to who reserved it first.
final class ContainerTable {
    private static final int TRIES = 6;

    private final ConcurrentNavigableMap<String, Container> byId = new ConcurrentSkipListMap<>();
    private final ConcurrentMap<String, String> idByName = new ConcurrentHashMap<>();
    private final Set<String> leftAlone = ConcurrentHashMap.newKeySet();
    private final Departed departed = new Departed();
    private final AtomicLong version = new AtomicLong();
    private final SecureRandom random = new SecureRandom();

    /// A new id, 64 hexadecimal digits of which the first twelve are no decimal number.
    String newId() {
        byte[] bytes = new byte[32];
        String id;
        do {
            random.nextBytes(bytes);
            id = HexFormat.of().formatHex(bytes);
        } while (id.substring(0, 12).chars().allMatch(Character::isDigit) || byId.containsKey(id));
        return id;
    }

    /// Takes a name for an id.
    ///
    /// @param wanted empty for a made-up one
    /// @return the name without its slash
    /// @throws EngineException CONFLICT when somebody else has it
    String reserve(String wanted, String id) {
        if (!wanted.isEmpty()) {
            String name = ContainerNames.checked(wanted);
            String holder = idByName.putIfAbsent(name, id);
            if (holder != null) {
                throw EngineException.conflict("Conflict. The container name \"/" + name
                        + "\" is already in use by container \"" + holder
                        + "\". You have to remove (or rename) that container to be able to reuse that name.");
            }
            return name;
        }
        for (int i = 0; i < TRIES; i++) {
            String name = ContainerNames.madeUp(random, i);
            if (idByName.putIfAbsent(name, id) == null) {
                return name;
            }
        }
        String name = id.substring(0, 12);
        idByName.put(name, id);
        return name;
    }

    /// Gives a name back when it belongs to the id.
    void release(String name, String id) {
        idByName.remove(name, id);
    }

    void add(Container container) {
        byId.put(container.id(), container);
        changed();
    }

    /// Those that were here lately.
    Departed departed() {
        return departed;
    }

    /// On disk and not in here, as this daemon cannot work with them: what is theirs stays.
    Set<String> leftAlone() {
        return leftAlone;
    }

    void remove(Container container) {
        departed.add(container.facts());
        byId.remove(container.id());
        release(container.facts().name(), container.id());
        changed();
    }

    void changed() {
        version.incrementAndGet();
    }

    long version() {
        return version.get();
    }

    Collection<Container> all() {
        return byId.values();
    }

    @Nullable Container byId(String id) {
        return byId.get(id);
    }

    /// The container that a link `owner/alias` names.
    private @Nullable Container linked(String name) {
        int slash = name.lastIndexOf('/');
        String ownerId = slash <= 0 ? null : idByName.get(name.substring(0, slash));
        Container owner = ownerId == null ? null : byId.get(ownerId);
        if (owner == null) {
            return null;
        }
        return Absent.list(owner.facts().host().Links()).stream()
                .map(Links.Link::parse)
                .filter(link -> link.alias().equals(name.substring(slash + 1)))
                .map(link -> byId.get(link.target()))
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
    }

    /// The container that a client means.
    ///
    /// @throws EngineException NOT_FOUND, INVALID_PARAMETER
    Container find(String nameOrId) {
        if (nameOrId.isEmpty()) {
            throw EngineException.invalidParameter("invalid name or ID supplied: \"\"");
        }
        Container exact = byId.get(nameOrId);
        if (exact != null) {
            return exact;
        }
        String holder = idByName.get(nameOrId.startsWith("/") ? nameOrId.substring(1) : nameOrId);
        Container named = holder == null ? null : byId.get(holder);
        if (named != null) {
            return named;
        }
        Container linked = linked(nameOrId.startsWith("/") ? nameOrId.substring(1) : nameOrId);
        if (linked != null) {
            return linked;
        }
        List<Container> matching = new ArrayList<>();
        for (Container candidate : byId.tailMap(nameOrId).values()) {
            if (!candidate.id().startsWith(nameOrId)) {
                break;
            }
            matching.add(candidate);
            if (matching.size() > 1) {
                throw EngineException.invalidParameter("multiple IDs found with provided prefix: " + nameOrId);
            }
        }
        if (matching.isEmpty()) {
            throw EngineException.notFound("No such container: " + nameOrId);
        }
        return matching.getFirst();
    }
}
