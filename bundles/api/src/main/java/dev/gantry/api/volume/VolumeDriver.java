package dev.gantry.api.volume;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.osgi.annotation.versioning.ConsumerType;

/// Keeps volumes. A service named by the property [#NAME]. The caller counts users and mounts, remembers labels and options, and
/// publishes events; the driver deals with storage alone. Methods may block and may be called from any thread, for different
/// volumes at a time. Failures are [EngineExceptions][dev.gantry.api.error.EngineException].
@ConsumerType
public interface VolumeDriver {
    /// The service property that names the driver.
    String NAME = "name";

    /// `local`, or `global` when the driver knows of volumes made elsewhere.
    String scope();

    /// Makes a volume, or does nothing when it exists with the same options.
    ///
    /// @param options the driver's own; unknown ones are refused with INVALID_PARAMETER
    DriverVolume create(String name, Map<String, String> options);

    /// Removes a volume and all that is in it; a missing one is no error.
    void remove(String name);

    /// Makes it usable on this machine. Called once before the first container that mounts it.
    ///
    /// @return the directory to mount into containers
    Path mount(String name);

    /// Undoes [#mount], after the last container.
    void unmount(String name);

    /// The volume, or null.
    @Nullable DriverVolume find(String name);

    /// All volumes.
    List<DriverVolume> list();
}
