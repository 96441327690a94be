package dev.gantry.volume.local;

import dev.gantry.api.error.EngineException;
import dev.gantry.api.linux.MountSpec;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// What is mounted at a volume's directory: the options `type`, `device` and `o`, as `opts.json` keeps them.
///
/// @param MountType file system
/// @param MountOpts comma-separated options
/// @param MountDevice what to mount
record MountOptions(String MountType, String MountOpts, String MountDevice) {
    private static final Map<String, Long> FLAGS = Map.ofEntries(
            Map.entry("ro", 1L),
            Map.entry("nosuid", 2L),
            Map.entry("nodev", 4L),
            Map.entry("noexec", 8L),
            Map.entry("sync", 0x10L),
            Map.entry("remount", 0x20L),
            Map.entry("mand", 0x40L),
            Map.entry("dirsync", 0x80L),
            Map.entry("noatime", 0x400L),
            Map.entry("nodiratime", 0x800L),
            Map.entry("bind", 0x1000L),
            Map.entry("rbind", 0x5000L),
            Map.entry("relatime", 0x200000L),
            Map.entry("strictatime", 0x1000000L));
    private static final Set<String> IMPLIED = Set.of(
            "defaults",
            "rw",
            "suid",
            "dev",
            "exec",
            "async",
            "nomand",
            "atime",
            "diratime",
            "norelatime",
            "nostrictatime");

    MountOptions {
        MountType = MountType == null ? "" : MountType;
        MountOpts = MountOpts == null ? "" : MountOpts;
        MountDevice = MountDevice == null ? "" : MountDevice;
    }

    /// @throws EngineException INVALID_PARAMETER in Docker's words
    static MountOptions of(Map<String, String> options) {
        for (String name : new TreeMap<>(options).keySet()) {
            switch (name) {
                case "type", "device", "o" -> {}
                case "size" -> throw EngineException.invalidParameter("quota size requested but no quota support");
                default -> throw EngineException.invalidParameter("invalid option: \"" + name + "\"");
            }
        }
        require(options, "device", "type");
        require(options, "type", "device");
        require(options, "o", "device", "type");
        return new MountOptions(
                options.getOrDefault("type", ""), options.getOrDefault("o", ""), options.getOrDefault("device", ""));
    }

    private static void require(Map<String, String> options, String given, String... needed) {
        for (String name : needed) {
            if (options.containsKey(given) && !options.containsKey(name)) {
                throw EngineException.invalidParameter("missing required option: \"" + name + "\"");
            }
        }
    }

    boolean isNone() {
        return MountType.isEmpty() && MountDevice.isEmpty();
    }

    /// As they were given.
    Map<String, String> map() {
        Map<String, String> map = new TreeMap<>();
        put(map, "type", MountType);
        put(map, "o", MountOpts);
        put(map, "device", MountDevice);
        return map;
    }

    private static void put(Map<String, String> map, String name, String value) {
        if (!value.isEmpty()) {
            map.put(name, value);
        }
    }

    /// The mount, with the host name in `addr=` of a network file system resolved, which the kernel does not do.
    MountSpec spec() {
        List<String> options = new ArrayList<>();
        for (String option : MountOpts.split(",", -1)) {
            boolean network = MountType.startsWith("nfs") || MountType.equals("cifs");
            if (option.startsWith("addr=") && network) {
                options.add("addr=" + resolve(option.substring(5)));
            } else if (!option.isEmpty()) {
                options.add(option);
            }
        }
        return new MountSpec(MountType, MountDevice, options);
    }

    private static String resolve(String host) {
        try {
            return InetAddress.getByName(host).getHostAddress();
        } catch (UnknownHostException e) {
            throw EngineException.system("error resolving passed in network volume address: " + host, e);
        }
    }

    /// The mount as a failure shows it: what is mounted where, the flags as the kernel's number, the rest of the options.
    String failed(Path target) {
        long flags = 0;
        List<String> data = new ArrayList<>();
        for (String option : MountOpts.split(",", -1)) {
            Long flag = FLAGS.get(option);
            if (flag != null) {
                flags |= flag;
            } else if (!option.isEmpty() && !IMPLIED.contains(option)) {
                data.add(option);
            }
        }
        return MountDevice + ":" + target + (flags == 0 ? "" : ", flags: 0x" + Long.toHexString(flags))
                + (data.isEmpty() ? "" : ", data: " + String.join(",", data));
    }
}
