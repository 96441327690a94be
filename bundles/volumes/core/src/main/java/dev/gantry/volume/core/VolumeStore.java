package dev.gantry.volume.core;

import dev.gantry.api.error.EngineException;
import dev.gantry.api.event.Event;
import dev.gantry.api.event.EventOutlet;
import dev.gantry.api.event.Events;
import dev.gantry.api.json.JsonCodec;
import dev.gantry.api.lease.NamedServices;
import dev.gantry.api.linux.AtomicFiles;
import dev.gantry.api.linux.Descriptors;
import dev.gantry.api.linux.FileNodes;
import dev.gantry.api.types.Filters;
import dev.gantry.api.types.Timestamps;
import dev.gantry.api.types.Volume;
import dev.gantry.api.types.VolumeCreateRequest;
import dev.gantry.api.types.VolumeListResponse;
import dev.gantry.api.types.VolumeUsage;
import dev.gantry.api.types.VolumesPruneReport;
import dev.gantry.api.volume.DriverVolume;
import dev.gantry.api.volume.VolumeDriver;
import dev.gantry.api.volume.Volumes;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/// All volumes. Names, labels, users and mounts are its own records; the rest it asks the drivers.
@Component(configurationPid = "dev.gantry.volumes", configurationPolicy = ConfigurationPolicy.REQUIRE)
public final class VolumeStore implements Volumes {
    private static final String LOCAL = "local";
    private static final Set<String> LIST_FILTERS = Set.of("dangling", "driver", "label", "name");
    private static final Set<String> PRUNE_FILTERS = Set.of("all", "label", "label!");
    private static final SecureRandom RANDOM = new SecureRandom();

    private final Records records;
    private final TreeCopy copy;
    private final VolumeDrivers drivers = new VolumeDrivers();
    private final EventOutlet events = new EventOutlet();
    private final NameLocks locks = new NameLocks();
    private final AtomicBoolean pruning = new AtomicBoolean();

    @Activate
    public VolumeStore(
            Map<String, Object> settings,
            @Reference AtomicFiles atomic,
            @Reference FileNodes files,
            @Reference Descriptors descriptors,
            @Reference JsonCodec json) {
        this(
                new Records(Path.of(String.valueOf(settings.get("data-root")), "volumes"), atomic, json),
                new TreeCopy(files, descriptors));
    }

    VolumeStore(Records records, TreeCopy copy) {
        this.records = records;
        this.copy = copy;
    }

    @Override
    public Volume create(VolumeCreateRequest request) {
        boolean anonymous = request.Name().isEmpty();
        String name = anonymous ? anonymousName() : request.Name();
        Map<String, String> labels = request.Labels();
        if (anonymous) {
            labels = labels == null ? new TreeMap<>() : new TreeMap<>(labels);
            labels.putAll(ANONYMOUS);
        }
        Map<String, String> wanted = labels;
        return locks.call(name, () -> create(name, request, wanted));
    }

    private Volume create(String name, VolumeCreateRequest request, @Nullable Map<String, String> labels) {
        VolumeDrivers.Found before = find(name);
        String driver = !request.Driver().isEmpty() ? request.Driver() : before != null ? before.driver() : LOCAL;
        if (before != null && !before.driver().equals(driver)) {
            throw EngineException.conflict("create " + name + ": volume name must be unique");
        }
        Map<String, String> options = request.DriverOpts();
        try {
            DriverVolume made = drivers.call(driver, d -> d.create(name, options == null ? Map.of() : options));
            if (before == null) {
                records.put(new VolumeRecord(name, driver, labels, options, Set.of(), Set.of()), true);
                announce("create", name, Map.of("driver", driver));
            }
            return answer(new VolumeDrivers.Found(
                    driver, before == null ? drivers.call(driver, VolumeDriver::scope) : before.scope(), made));
        } catch (EngineException e) {
            throw e.prefixed("create " + name);
        }
    }

    private static String anonymousName() {
        byte[] bytes = new byte[32];
        RANDOM.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    private VolumeDrivers.@Nullable Found find(String name) {
        VolumeRecord known = records.find(name);
        if (known == null) {
            return drivers.find(name);
        }
        return drivers.call(known.Driver(), d -> {
            DriverVolume volume = d.find(name);
            return volume == null ? null : new VolumeDrivers.Found(known.Driver(), d.scope(), volume);
        });
    }

    private VolumeDrivers.Found require(String name) {
        VolumeDrivers.Found found = find(name);
        if (found == null) {
            throw EngineException.notFound("get " + name + ": no such volume");
        }
        return found;
    }

    private Volume answer(VolumeDrivers.Found found) {
        DriverVolume volume = found.volume();
        VolumeRecord known = records.find(volume.name());
        return new Volume(
                volume.createdAt() == null ? "" : Timestamps.format(volume.createdAt()),
                found.driver(),
                known == null ? null : known.Labels(),
                volume.mountpoint(),
                volume.name(),
                known != null && known.Options() != null ? known.Options() : volume.options(),
                found.scope(),
                volume.status(),
                null);
    }

    @Override
    public Volume inspect(String name) {
        return answer(require(name));
    }

    @Override
    public VolumeListResponse list(Filters filters) {
        filters.requireOnly(LIST_FILTERS);
        boolean dangling = filters.flag("dangling", false);
        List<String> warnings = new ArrayList<>();
        List<Volume> volumes = drivers.list(warnings).stream()
                .map(this::answer)
                .filter(v -> !filters.has("dangling") || dangling != isUsed(v.Name()))
                .filter(v -> filters.exact("driver", v.Driver()) && filters.matches("name", v.Name()))
                .filter(v -> filters.labels("label", v.Labels()))
                .sorted(Comparator.comparing(Volume::Name))
                .toList();
        return new VolumeListResponse(volumes, warnings.isEmpty() ? null : warnings);
    }

    private boolean isUsed(String name) {
        VolumeRecord known = records.find(name);
        return known != null && known.isUsed();
    }

    @Override
    public VolumeListResponse usage() {
        VolumeListResponse all = list(Filters.NONE);
        // What a volume with options holds is not on this disk, or not the volume's alone.
        List<Volume> local = all.Volumes().stream()
                .filter(v -> v.Driver().equals(LOCAL)
                        && (v.Options() == null || v.Options().isEmpty()))
                .map(this::measured)
                .toList();
        return new VolumeListResponse(local, all.Warnings());
    }

    private Volume measured(Volume v) {
        VolumeRecord known = records.find(v.Name());
        long size = DiskUsage.of(Path.of(v.Mountpoint()));
        VolumeUsage usage = new VolumeUsage(known == null ? 0 : known.Users().size(), size);
        return new Volume(
                v.CreatedAt(),
                v.Driver(),
                v.Labels(),
                v.Mountpoint(),
                v.Name(),
                v.Options(),
                v.Scope(),
                v.Status(),
                usage);
    }

    @Override
    public void remove(String name, boolean force) {
        locks.run(name, () -> removeLocked(name, force));
    }

    private void removeLocked(String name, boolean force) {
        VolumeDrivers.Found found = force ? find(name) : require(name);
        VolumeRecord known = records.find(name);
        if (known != null && known.isUsed()) {
            throw EngineException.conflict("remove " + name + ": volume is in use - "
                    + known.Users().stream().sorted().toList());
        }
        if (found != null) {
            removeFromDriver(found.driver(), name, force);
            announce("destroy", name, Map.of("driver", found.driver()));
        }
        records.remove(name);
    }

    private void removeFromDriver(String driver, String name, boolean force) {
        try {
            drivers.call(driver, d -> {
                d.remove(name);
                return true;
            });
        } catch (EngineException e) {
            if (!force) {
                throw e.prefixed("remove " + name);
            }
        }
    }

    @Override
    public VolumesPruneReport prune(Filters filters, boolean named) {
        filters.requireOnly(PRUNE_FILTERS);
        boolean all = filters.flag("all", named);
        if (!pruning.compareAndSet(false, true)) {
            throw EngineException.conflict("a prune operation is already running");
        }
        try {
            return prune(volume -> (all || isAnonymous(volume)) && filters.labelsForPrune(volume.Labels()));
        } finally {
            pruning.set(false);
        }
    }

    private VolumesPruneReport prune(Predicate<Volume> wanted) {
        List<String> deleted = new ArrayList<>();
        long reclaimed = 0;
        for (Volume volume : list(Filters.NONE).Volumes()) {
            boolean plain = volume.Driver().equals(LOCAL) && volume.Options() == null;
            if (plain && !isUsed(volume.Name()) && wanted.test(volume)) {
                long size = DiskUsage.of(Path.of(volume.Mountpoint()));
                if (removeUnused(volume.Name())) {
                    deleted.add(volume.Name());
                    reclaimed += size;
                }
            }
        }
        announce("prune", "", Map.of("reclaimed", Long.toString(reclaimed)));
        return new VolumesPruneReport(deleted, reclaimed);
    }

    private boolean removeUnused(String name) {
        try {
            remove(name, false);
            return true;
        } catch (EngineException e) {
            return false;
        }
    }

    private boolean isAnonymous(Volume volume) {
        VolumeRecord known = records.find(volume.Name());
        return known != null && known.isAnonymous();
    }

    @Override
    public void use(String name, String containerId) {
        locks.run(name, () -> {
            VolumeRecord known = known(name);
            if (!known.Users().contains(containerId)) {
                records.put(known.withUsers(VolumeRecord.with(known.Users(), containerId)), false);
            }
        });
    }

    private VolumeRecord known(String name) {
        VolumeRecord known = records.find(name);
        if (known != null) {
            return known;
        }
        VolumeDrivers.Found found = require(name);
        return new VolumeRecord(name, found.driver(), null, found.volume().options(), Set.of(), Set.of());
    }

    @Override
    public void release(String name, String containerId) {
        locks.run(name, () -> {
            VolumeRecord known = records.find(name);
            if (known != null && known.Users().contains(containerId)) {
                records.put(known.withUsers(VolumeRecord.without(known.Users(), containerId)), false);
            }
        });
    }

    @Override
    public Path mount(String name, String containerId, Map<String, String> attributes) {
        return locks.call(name, () -> {
            VolumeRecord known = known(name);
            // Asked each time: a driver knows whether it is mounted, and a boot of the machine has undone what the
            // record says.
            Path directory = drivers.call(known.Driver(), d -> d.mount(name));
            if (!known.Mounted().contains(containerId)) {
                records.put(known.withMounted(VolumeRecord.with(known.Mounted(), containerId)), false);
            }
            Map<String, String> told = new TreeMap<>(attributes);
            told.put("container", containerId);
            told.put("driver", known.Driver());
            announce("mount", name, told);
            return directory;
        });
    }

    @Override
    public void unmount(String name, String containerId) {
        locks.run(name, () -> {
            VolumeRecord known = records.find(name);
            if (known == null || !known.Mounted().contains(containerId)) {
                return;
            }
            VolumeRecord fewer = known.withMounted(VolumeRecord.without(known.Mounted(), containerId));
            unmountLast(fewer);
            announce("unmount", name, Map.of("container", containerId, "driver", known.Driver()));
        });
    }

    private void unmountLast(VolumeRecord left) {
        if (left.Mounted().isEmpty()) {
            drivers.call(left.Driver(), d -> {
                d.unmount(left.Name());
                return true;
            });
        }
        records.put(left, false);
    }

    @Override
    public void copyUp(String name, String containerId, Path source) throws IOException {
        VolumeRecord known = known(name);
        Path target = drivers.call(known.Driver(), d -> d.mount(name));
        copy.intoEmpty(source, target);
    }

    @Override
    public void retain(Set<String> containers, Set<String> running) {
        for (VolumeRecord seen : records.all()) {
            locks.run(seen.Name(), () -> {
                VolumeRecord known = records.find(seen.Name());
                if (known == null || containers.containsAll(known.Users()) && running.containsAll(known.Mounted())) {
                    return;
                }
                Set<String> users = new java.util.TreeSet<>(known.Users());
                users.retainAll(containers);
                Set<String> mounted = new java.util.TreeSet<>(known.Mounted());
                mounted.retainAll(running);
                unmountLast(known.withUsers(users).withMounted(mounted));
            });
        }
    }

    @Override
    public Set<String> drivers() {
        return drivers.names();
    }

    private void announce(String action, String name, Map<String, String> attributes) {
        events.publish(Event.of(Event.VOLUME, action, name, attributes));
    }

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    void addDriver(VolumeDriver driver, Map<String, Object> properties) {
        drivers.add(String.valueOf(properties.get(VolumeDriver.NAME)), driver, NamedServices.ranking(properties));
    }

    void removeDriver(VolumeDriver driver, Map<String, Object> properties) {
        drivers.remove(String.valueOf(properties.get(VolumeDriver.NAME)), driver);
    }

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindEvents(Events service) {
        events.bind(service);
    }

    void unbindEvents(Events service) {
        events.unbind(service);
    }
}
