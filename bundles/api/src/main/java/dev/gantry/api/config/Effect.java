package dev.gantry.api.config;

/// When a changed setting takes effect.
public enum Effect {
    /// With the reload.
    APPLIED("applied"),
    /// With the reload, for containers that are created or started after it.
    NEW_CONTAINERS("applies to new containers"),
    /// Not before the daemon is started again; until then the old value holds.
    NEEDS_RESTART("needs restart");

    private final String words;

    Effect(String words) {
        this.words = words;
    }

    /// For people.
    public String words() {
        return words;
    }
}
