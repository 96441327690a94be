package dev.gantry.config;

import dev.gantry.api.config.DaemonConfig;
import java.util.List;
import java.util.Locale;

/// Options of the storage driver. Images and containers are kept by containerd, so what is left of them are the old ones that may
/// still stand in a file.
final class StorageOptions {
    private static final String KERNEL_CHECK = "overlay2.override_kernel_check";
    private static final String SIZE = "overlay2.size";

    private StorageOptions() {}

    /// @throws IllegalArgumentException in Docker's words
    static void check(DaemonConfig config) {
        for (String option : config.list("storage-opts")) {
            int equals = option.indexOf('=');
            if (equals < 0) {
                throw new IllegalArgumentException("unable to parse storage-opt: " + option + ": must be key=value");
            }
            String name = name(option);
            switch (name) {
                case KERNEL_CHECK -> Values.bool(option.substring(equals + 1).strip());
                case SIZE ->
                    throw new IllegalArgumentException("storage option '" + SIZE
                            + "' is not supported yet: containerd keeps the containers, and sets their files no limit");
                default -> throw new IllegalArgumentException("overlay2: unknown option " + name);
            }
        }
    }

    private static String name(String option) {
        return option.substring(0, option.indexOf('=')).strip().toLowerCase(Locale.ROOT);
    }

    static List<String> warnings(DaemonConfig config) {
        return config.list("storage-opts").stream()
                        .anyMatch(option -> name(option).equals(KERNEL_CHECK))
                ? List.of("DEPRECATED: the " + KERNEL_CHECK + " option is ignored")
                : List.of();
    }
}
