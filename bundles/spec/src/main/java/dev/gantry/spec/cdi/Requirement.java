package dev.gantry.spec.cdi;

import java.util.List;

/// The version of the format that a file needs for what it uses.
final class Requirement {
    private static final int SMALLEST = 3;

    /// Those that there are, by rising minor number: 1.0.0 came after 0.8.0.
    private static final List<String> VERSIONS = List.of("0.3.0", "0.4.0", "0.5.0", "0.6.0", "0.7.0", "0.8.0", "1.0.0");

    private int minor = SMALLEST;

    /// @param version minor number of the `0.x.0` that brought it
    void atLeast(int version, boolean used) {
        if (used && version > minor) {
            minor = version;
        }
    }

    /// @throws IllegalArgumentException when the file says that it is of an older version, or of one that is unknown
    void check(String declared) {
        int at = VERSIONS.indexOf(declared.startsWith("v") ? declared.substring(1) : declared);
        if (at < 0) {
            throw new IllegalArgumentException("invalid version \"" + declared + "\"");
        }
        if (at + SMALLEST < minor) {
            throw new IllegalArgumentException("the spec version must be at least v0." + minor + ".0");
        }
    }
}
