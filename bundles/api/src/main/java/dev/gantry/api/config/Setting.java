package dev.gantry.api.config;

/// One setting as it may be shown: secrets in it are masked.
///
/// @param key of `daemon.json`
/// @param value String, Boolean, Long or List of strings
/// @param origin where it comes from
/// @param effect when a change of it would take effect
public record Setting(String key, Object value, Origin origin, Effect effect) {}
