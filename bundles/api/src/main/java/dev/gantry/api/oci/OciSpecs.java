package dev.gantry.api.oci;

import dev.gantry.api.runtime.ShimOptions;
import dev.gantry.api.types.ContainerConfig;
import dev.gantry.api.types.DeviceInfo;
import dev.gantry.api.types.ExecCreateRequest;
import dev.gantry.api.types.HostConfig;
import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/// Checks configurations and writes specifications. Safe from any thread; failures are
/// [EngineException][dev.gantry.api.error.EngineException] in Docker's words.
@ProviderType
public interface OciSpecs {
    /// Checks a new container's configuration, fills in the engine's defaults and drops what the kernel cannot do, with
    /// a warning.
    ///
    /// @throws dev.gantry.api.error.EngineException INVALID_PARAMETER
    CheckedHostConfig check(ContainerConfig config, HostConfig host);

    /// As [#check] for the limits of a container that exists already.
    CheckedHostConfig checkUpdate(HostConfig host);

    /// The whole specification (`config.json`). With a real-time share for parent control groups, those are made and get it.
    ///
    /// @return UTF-8 JSON
    byte[] container(SpecRequest request);

    /// The `process` object for a further process of a running container.
    byte[] exec(SpecRequest container, ExecCreateRequest request);

    /// The `linux.resources` object, for changing the limits of a running container.
    byte[] resources(HostConfig host);

    /// Which shim and OCI runtime run the container.
    ///
    /// @throws dev.gantry.api.error.EngineException INVALID_PARAMETER for a runtime that is not known
    ShimOptions shim(HostConfig host);

    /// The devices that containers may ask for by name, sorted.
    List<DeviceInfo> discoveredDevices();

    /// The container's control group below the root of the hierarchy, such as `/docker/<id>`.
    String cgroup(String id, HostConfig host);

    /// What goes by this name for AppArmor: the profile the container will run under; empty without AppArmor.
    String appArmorProfile(HostConfig host);

    /// `cgroupfs` or `systemd`.
    String cgroupDriver();
}
