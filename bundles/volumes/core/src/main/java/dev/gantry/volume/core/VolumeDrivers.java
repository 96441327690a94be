package dev.gantry.volume.core;

import dev.gantry.api.error.EngineException;
import dev.gantry.api.lease.NamedServices;
import dev.gantry.api.lease.ServiceSlot;
import dev.gantry.api.volume.DriverVolume;
import dev.gantry.api.volume.VolumeDriver;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The drivers by name.
final class VolumeDrivers {
    private static final Logger LOG = LoggerFactory.getLogger(VolumeDrivers.class);

    private final NamedServices<VolumeDriver> drivers = new NamedServices<>("volume driver");

    void add(String name, VolumeDriver driver, int ranking) {
        drivers.bind(name, driver, ranking);
    }

    void remove(String name, VolumeDriver driver) {
        drivers.unbind(name, driver);
    }

    Set<String> names() {
        return drivers.present();
    }

    /// @throws EngineException NOT_FOUND when no driver of that name was ever here
    <R extends @Nullable Object> R call(String name, Function<VolumeDriver, R> use) {
        ServiceSlot<VolumeDriver> slot = drivers.slot(name);
        if (slot == null) {
            throw EngineException.notFound(
                    "error looking up volume plugin " + name + ": plugin \"" + name + "\" not found");
        }
        return slot.call(use);
    }

    /// A volume as the driver that is here and has it knows it.
    ///
    /// @param driver its name
    /// @param scope of the driver
    /// @param volume as it stands
    record Found(String driver, String scope, DriverVolume volume) {}

    @Nullable Found find(String name) {
        for (String driver : names()) {
            Found found = call(driver, d -> {
                DriverVolume volume = d.find(name);
                return volume == null ? null : new Found(driver, d.scope(), volume);
            });
            if (found != null) {
                return found;
            }
        }
        return null;
    }

    /// All volumes of all drivers; a driver that fails becomes a warning.
    List<Found> list(List<String> warnings) {
        List<Found> all = new ArrayList<>();
        for (String driver : names()) {
            try {
                all.addAll(call(
                        driver,
                        d -> d.list().stream()
                                .map(v -> new Found(driver, d.scope(), v))
                                .toList()));
            } catch (EngineException e) {
                LOG.warn("cannot list the volumes of {}: {}", driver, e.getMessage());
                warnings.add("list " + driver + ": " + e.getMessage());
            }
        }
        return all;
    }
}
