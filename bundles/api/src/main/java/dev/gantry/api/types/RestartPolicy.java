package dev.gantry.api.types;

/// When a container is started again by itself.
///
/// @param Name empty, `no`, `always`, `unless-stopped` or `on-failure`
/// @param MaximumRetryCount for `on-failure`; 0 = no limit
public record RestartPolicy(String Name, int MaximumRetryCount) {
    /// All fields at their zero values.
    public static final RestartPolicy EMPTY = new RestartPolicy("", 0);

    /// Replaces absent strings by empty ones and copies collections.
    public RestartPolicy {
        Name = Values.text(Name);
    }
}
