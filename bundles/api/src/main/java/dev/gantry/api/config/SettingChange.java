package dev.gantry.api.config;

/// One key that a reload finds changed; secrets in the values are masked.
///
/// @param key of `daemon.json`
/// @param from the value in force before
/// @param to the value that flags and file now give
/// @param effect when `to` is in force
public record SettingChange(String key, Object from, Object to, Effect effect) {}
