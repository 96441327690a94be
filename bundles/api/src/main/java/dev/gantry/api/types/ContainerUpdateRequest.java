package dev.gantry.api.types;

import dev.gantry.api.json.OmitEmpty;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The body of `POST /containers/{id}/update`: the limits of a [HostConfig] and the restart policy. Zero leaves a limit as it is.
///
/// Copies with changes are made with `ContainerUpdateRequestBuilder`.
@RecordBuilder
public record ContainerUpdateRequest(
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
        RestartPolicy RestartPolicy) {
    /// Replaces absent strings by empty ones and copies collections.
    public ContainerUpdateRequest {
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
        RestartPolicy = RestartPolicy == null ? RestartPolicy.EMPTY : RestartPolicy;
    }
}
