package dev.gantry.api.http;

import dev.gantry.api.error.EngineException;

/// A version of the Engine API, compared number by number: 1.9 is older than 1.24.
///
/// @param major the part before the dot
/// @param minor the part after it
public record ApiVersion(int major, int minor) implements Comparable<ApiVersion> {
    /// The oldest version that the engine serves.
    public static final ApiVersion OLDEST = new ApiVersion(1, 24);
    /// The newest version, which a request without one gets.
    public static final ApiVersion NEWEST = new ApiVersion(1, 51);

    /// The release of Docker Engine whose API this is.
    public static final String RELEASE = "28.5.2";

    /// Reads `1.43`. More parts than two are ignored, missing or overlong ones count as zero.
    ///
    /// @throws EngineException INVALID_PARAMETER when it begins with no number
    public static ApiVersion parse(String text) {
        String[] parts = text.split("\\.", -1);
        if (parts[0].isEmpty()) {
            throw EngineException.invalidParameter("invalid API version: " + text);
        }
        return new ApiVersion(number(parts[0]), parts.length > 1 ? number(parts[1]) : 0);
    }

    private static int number(String digits) {
        try {
            return digits.isEmpty() ? 0 : Integer.parseInt(digits);
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    /// Whether this is older than 1.`minor`.
    public boolean isBefore(int minorOfOne) {
        return compareTo(new ApiVersion(1, minorOfOne)) < 0;
    }

    /// Whether this is 1.`minor` or newer.
    public boolean isAtLeast(int minorOfOne) {
        return !isBefore(minorOfOne);
    }

    @Override
    public int compareTo(ApiVersion other) {
        return major != other.major ? Integer.compare(major, other.major) : Integer.compare(minor, other.minor);
    }

    /// `1.43`.
    @Override
    public String toString() {
        return major + "." + minor;
    }
}
