package dev.gantry.api.image;

import dev.gantry.api.error.EngineException;
import dev.gantry.api.types.Platform;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/// What people write for a platform, and what fits what.
public final class Platforms {
    private static final Pattern PART = Pattern.compile("[A-Za-z0-9_.-]+");
    private static final Set<String> SYSTEMS = Set.of(
            "aix",
            "android",
            "darwin",
            "dragonfly",
            "freebsd",
            "illumos",
            "ios",
            "js",
            "linux",
            "netbsd",
            "openbsd",
            "plan9",
            "solaris",
            "wasi",
            "windows",
            "macos");

    private Platforms() {}

    /// The platform of this machine.
    public static Platform host() {
        return of("linux", System.getProperty("os.arch", ""), "");
    }

    /// Reads `linux/arm64/v8`, `linux/amd64`, or an operating system or a processor alone.
    ///
    /// @throws EngineException INVALID_PARAMETER
    public static Platform parse(String text) {
        String[] parts = text.split("/", -1);
        for (String part : parts) {
            if (parts.length > 3 || !PART.matcher(part).matches()) {
                throw EngineException.invalidParameter("\"" + text + "\" is an invalid platform specifier");
            }
        }
        if (parts.length > 1) {
            return of(parts[0], parts[1], parts.length > 2 ? parts[2] : "");
        }
        boolean isSystem = SYSTEMS.contains(parts[0].toLowerCase(Locale.ROOT));
        return isSystem ? of(parts[0], host().architecture(), "") : of("linux", parts[0], "");
    }

    private static Platform of(String os, String architecture, String variant) {
        return normalized(new Platform(architecture, os, "", null, variant));
    }

    /// One spelling for what has several: `aarch64` is `arm64`, `x86_64` is `amd64`, `arm64/v8` is `arm64`, `arm` is `arm/v7`.
    public static Platform normalized(Platform platform) {
        String architecture = platform.architecture().toLowerCase(Locale.ROOT);
        String variant = platform.variant().toLowerCase(Locale.ROOT);
        String os = platform.os().toLowerCase(Locale.ROOT);
        switch (architecture) {
            case "x86_64", "x86-64", "amd64" -> {
                architecture = "amd64";
                variant = variant.equals("v1") ? "" : variant;
            }
            case "aarch64", "arm64" -> {
                architecture = "arm64";
                variant = variant.equals("v8") || variant.equals("8") ? "" : variant;
            }
            case "i386", "i486", "i586", "i686", "x86" -> architecture = "386";
            case "armhf" -> {
                architecture = "arm";
                variant = "v7";
            }
            case "armel" -> {
                architecture = "arm";
                variant = "v6";
            }
            case "arm" -> variant = variant.isEmpty() ? "v7" : variant.startsWith("v") ? variant : "v" + variant;
            default -> {}
        }
        return new Platform(
                architecture, os.equals("macos") ? "darwin" : os, platform.osVersion(), platform.osFeatures(), variant);
    }

    /// How well an image of `candidate` serves who asks for `wanted`: 0 not at all, more is better. A newer variant than the wanted
    /// one does not serve.
    public static int fit(Platform wanted, Platform candidate) {
        Platform asked = normalized(wanted);
        Platform offered = normalized(candidate);
        if (!asked.os().equals(offered.os()) || !asked.architecture().equals(offered.architecture())) {
            return 0;
        }
        if (asked.variant().equals(offered.variant())) {
            return 100;
        }
        int difference = level(asked) - level(offered);
        return difference > 0 ? Math.max(1, 50 - difference) : 0;
    }

    private static int level(Platform platform) {
        String digits = platform.variant().replaceAll("\\D", "");
        if (!digits.isEmpty() && digits.length() < 4) {
            return Integer.parseInt(digits);
        }
        return platform.architecture().equals("arm64") ? 8 : 1;
    }

    /// As people write it: `linux/arm64/v8`.
    public static String format(Platform platform) {
        String text = platform.os() + "/" + platform.architecture();
        return platform.variant().isEmpty() ? text : text + "/" + platform.variant();
    }
}
