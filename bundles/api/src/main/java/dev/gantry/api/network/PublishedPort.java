package dev.gantry.api.network;

import java.net.InetAddress;

/// A port of the host that leads to a port of a container.
///
/// @param protocol `tcp`, `udp` or `sctp`
/// @param containerPort inside
/// @param hostAddress address of the host; the any-address of its family means all
/// @param hostPort outside
public record PublishedPort(String protocol, int containerPort, InetAddress hostAddress, int hostPort) {}
