package dev.gantry.api.types;

/// How often and how long (nanoseconds) the processor limit took effect.
public record ThrottlingData(long periods, long throttled_periods, long throttled_time) {
    /// All fields at their zero values.
    public static final ThrottlingData EMPTY = new ThrottlingData(0, 0, 0);
}
