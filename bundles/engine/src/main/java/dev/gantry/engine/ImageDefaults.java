package dev.gantry.engine;

import dev.gantry.api.types.ContainerConfig;
import dev.gantry.api.types.ContainerConfigBuilder;
import dev.gantry.api.types.Healthcheck;
import dev.gantry.api.types.ImageConfig;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What a container takes from its image where its own configuration says nothing.
@SuppressWarnings("NullAway") // A generated builder takes null wherever its record does, but does not say so.
final class ImageDefaults {
    private ImageDefaults() {}

    static ContainerConfig merged(ContainerConfig own, ImageConfig image) {
        ContainerConfigBuilder result = ContainerConfigBuilder.builder(own);
        if (own.User().isEmpty()) {
            result.User(image.User());
        }
        if (own.WorkingDir().isEmpty()) {
            result.WorkingDir(image.WorkingDir());
        }
        if (own.StopSignal().isEmpty()) {
            result.StopSignal(image.StopSignal());
        }
        if (Absent.list(own.Shell()).isEmpty()) {
            result.Shell(image.Shell());
        }
        command(own, image, result);
        result.Env(environment(own.Env(), image.Env()));
        result.Labels(both(image.Labels(), own.Labels()));
        result.ExposedPorts(both(image.ExposedPorts(), own.ExposedPorts()));
        result.Volumes(both(image.Volumes(), own.Volumes()));
        result.Healthcheck(health(own.Healthcheck(), image.Healthcheck()));
        if (own.OnBuild() == null) {
            result.OnBuild(image.OnBuild());
        }
        return result.build();
    }

    private static void command(ContainerConfig own, ImageConfig image, ContainerConfigBuilder result) {
        List<String> entrypoint = own.Entrypoint();
        if (Absent.list(entrypoint).isEmpty()) {
            if (Absent.list(own.Cmd()).isEmpty()) {
                result.Cmd(image.Cmd());
            }
            if (entrypoint == null) {
                result.Entrypoint(image.Entrypoint());
            }
        } else if (entrypoint.size() == 1 && entrypoint.getFirst().isEmpty()) {
            result.Entrypoint(null);
        }
    }

    private static @Nullable List<String> environment(@Nullable List<String> own, @Nullable List<String> image) {
        if (own == null && image == null) {
            return null;
        }
        List<String> result = new ArrayList<>(Absent.list(own));
        Set<String> names = new HashSet<>();
        result.forEach(entry -> names.add(entry.split("=", 2)[0]));
        for (String entry : Absent.list(image)) {
            if (names.add(entry.split("=", 2)[0])) {
                result.add(entry);
            }
        }
        return result;
    }

    private static <V> @Nullable Map<String, V> both(@Nullable Map<String, V> image, @Nullable Map<String, V> own) {
        if (Absent.map(image).isEmpty()) {
            return own;
        }
        Map<String, V> result = new LinkedHashMap<>(Absent.map(image));
        result.putAll(Absent.map(own));
        return result;
    }

    private static @Nullable Healthcheck health(@Nullable Healthcheck own, @Nullable Healthcheck image) {
        if (own == null || image == null) {
            return own == null ? image : own;
        }
        boolean inherits = Absent.list(own.Test()).isEmpty();
        return new Healthcheck(
                inherits ? image.Test() : own.Test(),
                own.Interval() == 0 ? image.Interval() : own.Interval(),
                own.Timeout() == 0 ? image.Timeout() : own.Timeout(),
                own.StartPeriod() == 0 ? image.StartPeriod() : own.StartPeriod(),
                own.StartInterval() == 0 ? image.StartInterval() : own.StartInterval(),
                own.Retries() == 0 ? image.Retries() : own.Retries());
    }
}
