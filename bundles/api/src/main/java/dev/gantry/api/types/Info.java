package dev.gantry.api.types;

import dev.gantry.api.json.OmitEmpty;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The answer of `GET /info`.
///
/// Copies with changes are made with `InfoBuilder`.
@RecordBuilder
public record Info(
        String ID,
        int Containers,
        int ContainersRunning,
        int ContainersPaused,
        int ContainersStopped,
        int Images,
        String Driver,
        @Nullable List<List<String>> DriverStatus,
        @OmitEmpty @Nullable List<List<String>> SystemStatus,
        PluginsInfo Plugins,
        boolean MemoryLimit,
        boolean SwapLimit,
        @OmitEmpty boolean KernelMemory,
        @OmitEmpty boolean KernelMemoryTCP,
        boolean CpuCfsPeriod,
        boolean CpuCfsQuota,
        boolean CPUShares,
        boolean CPUSet,
        boolean PidsLimit,
        boolean IPv4Forwarding,
        @OmitEmpty @Nullable Boolean BridgeNfIptables,
        @OmitEmpty @Nullable Boolean BridgeNfIp6tables,
        boolean Debug,
        int NFd,
        boolean OomKillDisable,
        int NGoroutines,
        String SystemTime,
        String LoggingDriver,
        String CgroupDriver,
        @OmitEmpty String CgroupVersion,
        int NEventsListener,
        String KernelVersion,
        String OperatingSystem,
        String OSVersion,
        String OSType,
        String Architecture,
        String IndexServerAddress,
        @Nullable RegistryConfig RegistryConfig,
        int NCPU,
        long MemTotal,
        @Nullable List<Object> GenericResources,
        String DockerRootDir,
        String HttpProxy,
        String HttpsProxy,
        String NoProxy,
        String Name,
        @Nullable List<String> Labels,
        boolean ExperimentalBuild,
        String ServerVersion,
        @Nullable Map<String, RuntimeInfo> Runtimes,
        String DefaultRuntime,
        SwarmInfo Swarm,
        boolean LiveRestoreEnabled,
        String Isolation,
        String InitBinary,
        Commit ContainerdCommit,
        Commit RuncCommit,
        Commit InitCommit,
        @Nullable List<String> SecurityOptions,
        @OmitEmpty String ProductLicense,
        @OmitEmpty @Nullable List<AddressPool> DefaultAddressPools,
        @OmitEmpty @Nullable FirewallInfo FirewallBackend,
        @Nullable List<String> CDISpecDirs,
        @OmitEmpty @Nullable List<DeviceInfo> DiscoveredDevices,
        @OmitEmpty @Nullable ContainerdInfo Containerd,
        @Nullable List<String> Warnings) {
    /// Replaces absent strings by empty ones and copies collections.
    public Info {
        ID = Values.text(ID);
        Driver = Values.text(Driver);
        DriverStatus = Values.list(DriverStatus);
        SystemStatus = Values.list(SystemStatus);
        Plugins = Plugins == null ? PluginsInfo.EMPTY : Plugins;
        SystemTime = Values.text(SystemTime);
        LoggingDriver = Values.text(LoggingDriver);
        CgroupDriver = Values.text(CgroupDriver);
        CgroupVersion = Values.text(CgroupVersion);
        KernelVersion = Values.text(KernelVersion);
        OperatingSystem = Values.text(OperatingSystem);
        OSVersion = Values.text(OSVersion);
        OSType = Values.text(OSType);
        Architecture = Values.text(Architecture);
        IndexServerAddress = Values.text(IndexServerAddress);
        GenericResources = Values.list(GenericResources);
        DockerRootDir = Values.text(DockerRootDir);
        HttpProxy = Values.text(HttpProxy);
        HttpsProxy = Values.text(HttpsProxy);
        NoProxy = Values.text(NoProxy);
        Name = Values.text(Name);
        Labels = Values.list(Labels);
        ServerVersion = Values.text(ServerVersion);
        Runtimes = Values.map(Runtimes);
        DefaultRuntime = Values.text(DefaultRuntime);
        Swarm = Swarm == null ? SwarmInfo.EMPTY : Swarm;
        Isolation = Values.text(Isolation);
        InitBinary = Values.text(InitBinary);
        ContainerdCommit = ContainerdCommit == null ? Commit.EMPTY : ContainerdCommit;
        RuncCommit = RuncCommit == null ? Commit.EMPTY : RuncCommit;
        InitCommit = InitCommit == null ? Commit.EMPTY : InitCommit;
        SecurityOptions = Values.list(SecurityOptions);
        ProductLicense = Values.text(ProductLicense);
        DefaultAddressPools = Values.list(DefaultAddressPools);
        CDISpecDirs = Values.list(CDISpecDirs);
        DiscoveredDevices = Values.list(DiscoveredDevices);
        Warnings = Values.list(Warnings);
    }
}
