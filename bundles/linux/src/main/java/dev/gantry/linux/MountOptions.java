package dev.gantry.linux;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Mount options split into what the kernel takes as bits and what the file system takes as text.
///
/// @param flags for the mount call
/// @param propagation for a second call, 0 for none
/// @param data for the file system
record MountOptions(long flags, long propagation, List<String> data) {
    static final long READ_ONLY = 1;
    static final long REMOUNT = 32;
    static final long BIND = 4096;
    static final long RECURSIVE = 16384;
    private static final long UNBINDABLE = 1 << 17;
    private static final long PRIVATE = 1 << 18;
    private static final long SLAVE = 1 << 19;
    private static final long SHARED = 1 << 20;
    private static final long RELATIME = 1 << 21;
    private static final long STRICTATIME = 1 << 24;

    private static final Map<String, Long> SET = Map.ofEntries(
            Map.entry("ro", READ_ONLY),
            Map.entry("nosuid", 2L),
            Map.entry("nodev", 4L),
            Map.entry("noexec", 8L),
            Map.entry("sync", 16L),
            Map.entry("remount", REMOUNT),
            Map.entry("mand", 64L),
            Map.entry("dirsync", 128L),
            Map.entry("noatime", 1024L),
            Map.entry("nodiratime", 2048L),
            Map.entry("bind", BIND),
            Map.entry("rbind", BIND | RECURSIVE),
            Map.entry("silent", 32768L),
            Map.entry("relatime", RELATIME),
            Map.entry("strictatime", STRICTATIME));

    private static final Map<String, Long> CLEAR = Map.ofEntries(
            Map.entry("rw", READ_ONLY),
            Map.entry("suid", 2L),
            Map.entry("dev", 4L),
            Map.entry("exec", 8L),
            Map.entry("async", 16L),
            Map.entry("nomand", 64L),
            Map.entry("atime", 1024L),
            Map.entry("diratime", 2048L),
            Map.entry("loud", 32768L),
            Map.entry("norelatime", RELATIME),
            Map.entry("nostrictatime", STRICTATIME),
            Map.entry("defaults", 0L));

    private static final Map<String, Long> PROPAGATION = Map.of(
            "private",
            PRIVATE,
            "rprivate",
            PRIVATE | RECURSIVE,
            "shared",
            SHARED,
            "rshared",
            SHARED | RECURSIVE,
            "slave",
            SLAVE,
            "rslave",
            SLAVE | RECURSIVE,
            "unbindable",
            UNBINDABLE,
            "runbindable",
            UNBINDABLE | RECURSIVE);

    static MountOptions parse(List<String> options) {
        long flags = 0;
        long propagation = 0;
        List<String> data = new ArrayList<>();
        for (String option : options) {
            if (SET.containsKey(option)) {
                flags |= SET.get(option);
            } else if (CLEAR.containsKey(option)) {
                flags &= ~CLEAR.get(option);
            } else if (PROPAGATION.containsKey(option)) {
                propagation = PROPAGATION.get(option);
            } else if (!option.isEmpty()) {
                data.add(option);
            }
        }
        return new MountOptions(flags, propagation, List.copyOf(data));
    }

    static long propagation(String name) {
        Long flags = PROPAGATION.get(name);
        if (flags == null) {
            throw new IllegalArgumentException("unknown mount propagation: " + name);
        }
        return flags;
    }

    boolean isBind() {
        return (flags & BIND) != 0;
    }

    /// Whether a bind carries flags that only a remount can set.
    boolean needsRemount() {
        return isBind() && (flags & ~(BIND | RECURSIVE | REMOUNT)) != 0;
    }
}
