package dev.gantry.logging.jsonfile;

import dev.gantry.api.logging.LogDriver;
import dev.gantry.api.logging.LogInfo;
import dev.gantry.api.logging.LogQuery;
import dev.gantry.api.logging.LogReader;
import dev.gantry.api.logging.LogSink;
import dev.gantry.api.logging.file.LogFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/// Docker's default log driver: one JSON object for each line, in `<container>/<id>-json.log`.
@Component(property = LogDriver.NAME + "=" + JsonFileLogDriver.DRIVER)
public final class JsonFileLogDriver implements LogDriver {
    static final String DRIVER = "json-file";

    private static final Set<String> OPTIONS =
            Set.of("max-file", "max-size", "compress", "labels", "labels-regex", "env", "env-regex", "tag");

    private final LogFiles files;

    /// @param files rotates and reads
    @Activate
    public JsonFileLogDriver(@Reference LogFiles files) {
        this.files = files;
    }

    @Override
    public void validate(Map<String, String> options) {
        for (String option : options.keySet()) {
            if (!OPTIONS.contains(option)) {
                throw LogDriver.unknownOption(option, DRIVER);
            }
        }
    }

    @Override
    public LogSink open(LogInfo info) throws IOException {
        return files.append(file(info), RotationOptions.parse(info.options()), new JsonLines(info));
    }

    @Override
    public boolean isReadable() {
        return true;
    }

    @Override
    public LogReader read(LogInfo info, LogQuery query) throws IOException {
        return files.read(file(info), new JsonLines(info), query);
    }

    @Override
    public @Nullable Path logPath(LogInfo info) {
        return file(info);
    }

    private static Path file(LogInfo info) {
        Path file = info.file();
        return file != null
                ? file
                : info.container().directory().resolve(info.container().id() + "-json.log");
    }
}
