package dev.gantry.api.types;

/// The result of one probe. Times are RFC 3339.
public record HealthcheckResult(String Start, String End, int ExitCode, String Output) {
    /// Replaces absent strings by empty ones and copies collections.
    public HealthcheckResult {
        Start = Values.text(Start);
        End = Values.text(End);
        Output = Values.text(Output);
    }
}
