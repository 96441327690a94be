package dev.gantry.api.types;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A wish for devices by capability, served by a device driver.
///
/// @param Capabilities an OR list of AND lists
public record DeviceRequest(
        String Driver,
        int Count,
        @Nullable List<String> DeviceIDs,
        @Nullable List<List<String>> Capabilities,
        @Nullable Map<String, String> Options) {
    /// Replaces absent strings by empty ones and copies collections.
    public DeviceRequest {
        Driver = Values.text(Driver);
        DeviceIDs = Values.list(DeviceIDs);
        Capabilities = Values.list(Capabilities);
        Options = Values.map(Options);
    }
}
