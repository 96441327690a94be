package dev.gantry.config;

import org.jspecify.annotations.Nullable;

/// One thing that can be set.
///
/// @param flag name on the command line, without dashes; empty when only the file has it
/// @param shorthand one letter, or empty
/// @param key name in the file, in [dev.gantry.api.config.DaemonConfig] and in the dictionaries; empty when only the command line has it
/// @param kind what values look like
/// @param fallback the value when nobody sets it: of the type that the kind has
/// @param awaits why another value than the fallback is refused in this version; empty when it takes effect
/// @param usage for the help text
record Option(String flag, String shorthand, String key, Kind kind, Object fallback, String awaits, String usage) {
    /// Shapes of values.
    enum Kind {
        TEXT("string"),
        SWITCH(""),
        NUMBER("int"),
        BYTES("bytes"),
        LIST("list"),
        ADDRESS("ip"),
        ADDRESSES("list"),
        MAP("map"),
        ULIMITS("ulimit"),
        POOLS("pool-options"),
        RUNTIMES("runtime");

        private final String word;

        Kind(String word) {
            this.word = word;
        }

        String word() {
            return word;
        }

        boolean isMany() {
            return this == LIST
                    || this == ADDRESSES
                    || this == MAP
                    || this == ULIMITS
                    || this == POOLS
                    || this == RUNTIMES;
        }
    }

    boolean supported() {
        return awaits.isEmpty();
    }

    /// The refusal of a value that would take no effect.
    ///
    /// @param written the flag or the key, as the operator has it
    IllegalArgumentException notYet(String written) {
        return new IllegalArgumentException("'" + written + "' is not supported yet: " + awaits);
    }

    /// The name that messages use.
    String name() {
        return key.isEmpty() ? flag : key;
    }

    /// Whether `name` is what the file or the command line calls it.
    boolean answersTo(@Nullable String name) {
        return name != null && (name.equals(key) || name.equals(flag));
    }
}
