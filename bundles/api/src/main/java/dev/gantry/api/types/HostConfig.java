package dev.gantry.api.types;

import dev.gantry.api.json.OmitEmpty;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a container asks of this machine. The limits that Docker groups as "resources" are fields of it, as on the wire.
///
/// Copies with changes are made with `HostConfigBuilder`.
///
/// @param ConsoleSize height, width
/// @param MaskedPaths null = the default list, empty = none
/// @param ReadonlyPaths null = the default list, empty = none
/// @param Init null = the engine's default
/// @param MemorySwappiness null = unset
/// @param PidsLimit null = unset, 0 or less = unlimited
@RecordBuilder
public record HostConfig(
        @Nullable List<String> Binds,
        String ContainerIDFile,
        LogConfig LogConfig,
        String NetworkMode,
        @Nullable Map<String, @Nullable List<PortBinding>> PortBindings,
        RestartPolicy RestartPolicy,
        boolean AutoRemove,
        String VolumeDriver,
        @Nullable List<String> VolumesFrom,
        @Nullable List<Integer> ConsoleSize,
        @OmitEmpty @Nullable Map<String, String> Annotations,
        @Nullable List<String> CapAdd,
        @Nullable List<String> CapDrop,
        String CgroupnsMode,
        @Nullable List<String> Dns,
        @Nullable List<String> DnsOptions,
        @Nullable List<String> DnsSearch,
        @Nullable List<String> ExtraHosts,
        @Nullable List<String> GroupAdd,
        String IpcMode,
        String Cgroup,
        @Nullable List<String> Links,
        int OomScoreAdj,
        String PidMode,
        boolean Privileged,
        boolean PublishAllPorts,
        boolean ReadonlyRootfs,
        @Nullable List<String> SecurityOpt,
        @OmitEmpty @Nullable Map<String, String> StorageOpt,
        @OmitEmpty @Nullable Map<String, String> Tmpfs,
        String UTSMode,
        String UsernsMode,
        long ShmSize,
        @OmitEmpty @Nullable Map<String, String> Sysctls,
        @OmitEmpty String Runtime,
        String Isolation,
        long CpuShares,
        long Memory,
        long NanoCpus,
        String CgroupParent,
        int BlkioWeight,
        @Nullable List<WeightDevice> BlkioWeightDevice,
        @Nullable List<ThrottleDevice> BlkioDeviceReadBps,
        @Nullable List<ThrottleDevice> BlkioDeviceWriteBps,
        @Nullable List<ThrottleDevice> BlkioDeviceReadIOps,
        @Nullable List<ThrottleDevice> BlkioDeviceWriteIOps,
        long CpuPeriod,
        long CpuQuota,
        long CpuRealtimePeriod,
        long CpuRealtimeRuntime,
        String CpusetCpus,
        String CpusetMems,
        @Nullable List<DeviceMapping> Devices,
        @Nullable List<String> DeviceCgroupRules,
        @Nullable List<DeviceRequest> DeviceRequests,
        @OmitEmpty long KernelMemory,
        @OmitEmpty long KernelMemoryTCP,
        long MemoryReservation,
        long MemorySwap,
        @Nullable Long MemorySwappiness,
        @Nullable Boolean OomKillDisable,
        @Nullable Long PidsLimit,
        @Nullable List<Ulimit> Ulimits,
        long CpuCount,
        long CpuPercent,
        long IOMaximumIOps,
        long IOMaximumBandwidth,
        @OmitEmpty @Nullable List<Mount> Mounts,
        @Nullable List<String> MaskedPaths,
        @Nullable List<String> ReadonlyPaths,
        @OmitEmpty @Nullable Boolean Init) {
    /// Replaces absent strings by empty ones and copies collections.
    public HostConfig {
        Binds = Values.list(Binds);
        ContainerIDFile = Values.text(ContainerIDFile);
        LogConfig = LogConfig == null ? LogConfig.EMPTY : LogConfig;
        NetworkMode = Values.text(NetworkMode);
        PortBindings = Values.map(PortBindings);
        RestartPolicy = RestartPolicy == null ? RestartPolicy.EMPTY : RestartPolicy;
        VolumeDriver = Values.text(VolumeDriver);
        VolumesFrom = Values.list(VolumesFrom);
        ConsoleSize = Values.list(ConsoleSize);
        Annotations = Values.map(Annotations);
        CapAdd = Values.list(CapAdd);
        CapDrop = Values.list(CapDrop);
        CgroupnsMode = Values.text(CgroupnsMode);
        Dns = Values.list(Dns);
        DnsOptions = Values.list(DnsOptions);
        DnsSearch = Values.list(DnsSearch);
        ExtraHosts = Values.list(ExtraHosts);
        GroupAdd = Values.list(GroupAdd);
        IpcMode = Values.text(IpcMode);
        Cgroup = Values.text(Cgroup);
        Links = Values.list(Links);
        PidMode = Values.text(PidMode);
        SecurityOpt = Values.list(SecurityOpt);
        StorageOpt = Values.map(StorageOpt);
        Tmpfs = Values.map(Tmpfs);
        UTSMode = Values.text(UTSMode);
        UsernsMode = Values.text(UsernsMode);
        Sysctls = Values.map(Sysctls);
        Runtime = Values.text(Runtime);
        Isolation = Values.text(Isolation);
        CgroupParent = Values.text(CgroupParent);
        BlkioWeightDevice = Values.list(BlkioWeightDevice);
        BlkioDeviceReadBps = Values.list(BlkioDeviceReadBps);
        BlkioDeviceWriteBps = Values.list(BlkioDeviceWriteBps);
        BlkioDeviceReadIOps = Values.list(BlkioDeviceReadIOps);
        BlkioDeviceWriteIOps = Values.list(BlkioDeviceWriteIOps);
        CpusetCpus = Values.text(CpusetCpus);
        CpusetMems = Values.text(CpusetMems);
        Devices = Values.list(Devices);
        DeviceCgroupRules = Values.list(DeviceCgroupRules);
        DeviceRequests = Values.list(DeviceRequests);
        Ulimits = Values.list(Ulimits);
        Mounts = Values.list(Mounts);
        MaskedPaths = Values.list(MaskedPaths);
        ReadonlyPaths = Values.list(ReadonlyPaths);
    }
}
