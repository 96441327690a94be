package dev.gantry.api.linux;

import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/// A route of the main table.
///
/// @param destination network; length 0 is the default route
/// @param gateway next hop, null for a network on the link
/// @param linkIndex outgoing device, 0 when the kernel names none
public record Route(IpPrefix destination, @Nullable InetAddress gateway, int linkIndex) {}
