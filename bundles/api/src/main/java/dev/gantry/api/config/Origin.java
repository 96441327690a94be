package dev.gantry.api.config;

import java.util.Locale;

/// Where a setting's value comes from.
public enum Origin {
    /// Nobody said anything.
    DEFAULT,
    /// A variable of the process environment.
    ENVIRONMENT,
    /// The command line.
    FLAG,
    /// The configuration file as it was at the start.
    FILE,
    /// The configuration file as it was at a later reload, which changed the value.
    RELOAD;

    /// In lower case.
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
