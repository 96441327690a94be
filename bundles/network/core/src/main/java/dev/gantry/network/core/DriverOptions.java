package dev.gantry.network.core;

/// Keys of driver options that the registry itself sets or reads.
final class DriverOptions {
    static final String DEFAULT_BRIDGE = "com.docker.network.bridge.default_bridge";
    static final String BRIDGE_NAME = "com.docker.network.bridge.name";
    static final String ENABLE_ICC = "com.docker.network.bridge.enable_icc";
    static final String ENABLE_MASQUERADE = "com.docker.network.bridge.enable_ip_masquerade";
    static final String HOST_BINDING = "com.docker.network.bridge.host_binding_ipv4";
    static final String MTU = "com.docker.network.driver.mtu";

    private DriverOptions() {}
}
