package dev.gantry.api.types;

/// A container on a network.
public record EndpointResource(
        String Name, String EndpointID, String MacAddress, String IPv4Address, String IPv6Address) {
    /// Replaces absent strings by empty ones and copies collections.
    public EndpointResource {
        Name = Values.text(Name);
        EndpointID = Values.text(EndpointID);
        MacAddress = Values.text(MacAddress);
        IPv4Address = Values.text(IPv4Address);
        IPv6Address = Values.text(IPv6Address);
    }
}
