package dev.gantry.api.logging;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/// What log drivers, tags and `labels`/`env` options may know of a container.
///
/// @param id 64 hexadecimal digits
/// @param name without a leading slash
/// @param entrypoint the program
/// @param arguments what follows the program
/// @param imageId with its algorithm, such as `sha256:…`
/// @param imageName as the user wrote it
/// @param hostname the name of this machine
/// @param created when the container was created
/// @param environment `NAME=value`
/// @param labels of the container
/// @param directory `<data-root>/containers/<id>`, where file drivers put their files
public record LoggedContainer(
        String id,
        String name,
        String entrypoint,
        List<String> arguments,
        String imageId,
        String imageName,
        String hostname,
        Instant created,
        List<String> environment,
        Map<String, String> labels,
        Path directory) {
    /// Copies the collections.
    public LoggedContainer {
        arguments = List.copyOf(arguments);
        environment = List.copyOf(environment);
        labels = Map.copyOf(labels);
    }

    /// A container of which nothing but this is known.
    public static LoggedContainer of(String id, String name, Path directory) {
        return new LoggedContainer(id, name, "", List.of(), "", "", "", Instant.EPOCH, List.of(), Map.of(), directory);
    }
}
