package dev.gantry.api.linux;

/// A file system's kind and room.
///
/// @param magic the kernel's number for the kind, such as 0xEF53 for ext4 and 0x794c7630 for overlay
/// @param totalBytes size
/// @param availableBytes what an unprivileged writer may still use
public record FileSystemStatus(long magic, long totalBytes, long availableBytes) {}
