package dev.gantry.images.transfer;

import dev.gantry.api.types.EmptyObject;
import dev.gantry.api.types.ImageConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What a client asks for, completed by what the container has.
final class Merge {
    private Merge() {}

    static ImageConfig over(ImageConfig asked, ImageConfig base) {
        boolean ownEntrypoint =
                asked.Entrypoint() != null && !asked.Entrypoint().isEmpty();
        boolean ownCommand = asked.Cmd() != null && !asked.Cmd().isEmpty();
        return new ImageConfig(
                text(asked.User(), base.User()),
                keys(asked.ExposedPorts(), base.ExposedPorts()),
                environment(asked.Env(), base.Env()),
                ownEntrypoint ? asked.Entrypoint() : base.Entrypoint(),
                ownCommand || ownEntrypoint ? asked.Cmd() : base.Cmd(),
                keys(asked.Volumes(), base.Volumes()),
                text(asked.WorkingDir(), base.WorkingDir()),
                labels(asked.Labels(), base.Labels()),
                text(asked.StopSignal(), base.StopSignal()),
                asked.ArgsEscaped() || base.ArgsEscaped(),
                asked.Healthcheck() == null ? base.Healthcheck() : asked.Healthcheck(),
                asked.OnBuild(),
                asked.Shell() == null ? base.Shell() : asked.Shell());
    }

    private static String text(String asked, String base) {
        return asked.isEmpty() ? base : asked;
    }

    private static @Nullable Map<String, EmptyObject> keys(
            @Nullable Map<String, EmptyObject> asked, @Nullable Map<String, EmptyObject> base) {
        if (asked == null || base == null) {
            return asked == null ? base : asked;
        }
        Map<String, EmptyObject> both = new TreeMap<>(base);
        both.putAll(asked);
        return both;
    }

    private static @Nullable Map<String, String> labels(
            @Nullable Map<String, String> asked, @Nullable Map<String, String> base) {
        if (asked == null || base == null) {
            return asked == null ? base : asked;
        }
        Map<String, String> both = new TreeMap<>(base);
        both.putAll(asked);
        return both;
    }

    private static @Nullable List<String> environment(@Nullable List<String> asked, @Nullable List<String> base) {
        if (asked == null || base == null) {
            return asked == null ? base : asked;
        }
        List<String> both = new ArrayList<>(asked);
        for (String entry : base) {
            String name = entry.substring(0, Math.max(0, entry.indexOf('='))) + "=";
            if (both.stream().noneMatch(own -> own.startsWith(name))) {
                both.add(entry);
            }
        }
        return both;
    }
}
