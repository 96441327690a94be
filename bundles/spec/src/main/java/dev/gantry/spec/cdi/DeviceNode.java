package dev.gantry.spec.cdi;

import org.jspecify.annotations.Nullable;

/// A device file that a container gets.
///
/// @param path in the container
/// @param hostPath where the host has it
/// @param type `b`, `c`, `u` or `p`; empty for what the host has
/// @param major 0 for what the host has
/// @param fileMode permission bits; null for the OCI runtime's default
/// @param permissions of the device control group, letters of `rwm`
/// @param uid owner; null for the container's user
/// @param gid group; null for the container's user's
public record DeviceNode(
        String path,
        String hostPath,
        String type,
        long major,
        long minor,
        @Nullable Long fileMode,
        String permissions,
        @Nullable Long uid,
        @Nullable Long gid) {}
