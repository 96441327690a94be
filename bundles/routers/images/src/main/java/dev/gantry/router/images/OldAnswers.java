package dev.gantry.router.images;

import dev.gantry.api.http.ApiVersion;
import dev.gantry.api.json.JsonCodec;
import dev.gantry.api.types.ContainerConfig;
import dev.gantry.api.types.ImageConfig;
import dev.gantry.api.types.ImageInspect;
import dev.gantry.api.types.ImageInspectBuilder;
import dev.gantry.api.types.ImageSummary;
import dev.gantry.api.types.ImageSummaryBuilder;
import dev.gantry.api.types.Timestamps;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What clients of older API versions are shown.
///
/// @param json turns answers into what can be changed
record OldAnswers(JsonCodec json) {
    @SuppressWarnings("NullAway") // the builder takes the null that the record does
    ImageSummary summary(ImageSummary image, ApiVersion version) {
        if (version.isAtLeast(51)) {
            return image;
        }
        ImageSummaryBuilder old = ImageSummaryBuilder.builder(image).Containers(-1);
        if (version.isBefore(48)) {
            old.Descriptor(null);
        }
        if (version.isBefore(44)) {
            old.VirtualSize(image.Size());
        }
        if (version.isBefore(43)
                && image.RepoTags().isEmpty()
                && image.RepoDigests().isEmpty()) {
            old.RepoTags(List.of("<none>:<none>")).RepoDigests(List.of("<none>@<none>"));
        }
        return old.build();
    }

    @SuppressWarnings("NullAway") // the builder takes the null that the record does
    Object inspect(ImageInspect image, ApiVersion version) {
        if (version.isAtLeast(50)) {
            return image;
        }
        ImageInspectBuilder old = ImageInspectBuilder.builder(image);
        if (version.isBefore(48)) {
            old.Descriptor(null);
        }
        if (version.isBefore(45)) {
            old.ContainerConfig(containerConfig(null));
        }
        if (version.isBefore(44)) {
            old.VirtualSize(image.Size());
            if (image.Created().isEmpty()) {
                old.Created(Timestamps.ZERO);
            }
        }
        Map<String, Object> answer = new LinkedHashMap<>();
        json.read(json.write(old.build()), Map.class).forEach((name, value) -> answer.put(String.valueOf(name), value));
        answer.put("Config", containerConfig(image.Config()));
        if (version.isBefore(45)) {
            answer.putIfAbsent("Container", "");
        }
        return answer;
    }

    /// An image's configuration in the older, wider shape; what it cannot say is empty.
    private static ContainerConfig containerConfig(@Nullable ImageConfig config) {
        ImageConfig from = config == null
                ? new ImageConfig("", null, null, null, null, null, "", null, "", false, null, null, null)
                : config;
        return new ContainerConfig(
                "",
                "",
                from.User(),
                false,
                false,
                false,
                from.ExposedPorts(),
                false,
                false,
                false,
                from.Env(),
                from.Cmd(),
                from.Healthcheck(),
                from.ArgsEscaped(),
                "",
                from.Volumes(),
                from.WorkingDir(),
                from.Entrypoint(),
                false,
                "",
                from.OnBuild(),
                from.Labels(),
                from.StopSignal(),
                null,
                from.Shell());
    }
}
