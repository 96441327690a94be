package dev.gantry.api.types;

import dev.gantry.api.json.OmitEmpty;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One address pool of a network.
public record IPAMConfig(
        @OmitEmpty String Subnet,
        @OmitEmpty String IPRange,
        @OmitEmpty String Gateway,
        @OmitEmpty @Nullable Map<String, String> AuxiliaryAddresses) {
    /// Replaces absent strings by empty ones and copies collections.
    public IPAMConfig {
        Subnet = Values.text(Subnet);
        IPRange = Values.text(IPRange);
        Gateway = Values.text(Gateway);
        AuxiliaryAddresses = Values.map(AuxiliaryAddresses);
    }
}
