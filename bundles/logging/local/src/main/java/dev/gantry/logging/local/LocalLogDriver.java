package dev.gantry.logging.local;

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
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/// Docker's compact log driver: binary records in `<container>/local-logs/container.log`, rotated and compressed by default. Also
/// keeps the copy of what drivers get that cannot be read.
@Component(property = LogDriver.NAME + "=" + LocalLogDriver.DRIVER)
public final class LocalLogDriver implements LogDriver {
    static final String DRIVER = "local";

    private static final Set<String> OPTIONS = Set.of("max-file", "max-size", "compress");

    private final LogFiles files;

    /// @param files rotates and reads
    @Activate
    public LocalLogDriver(@Reference LogFiles files) {
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
        return files.append(file(info), LocalOptions.parse(info.options()), new LocalRecords());
    }

    @Override
    public boolean isReadable() {
        return true;
    }

    @Override
    public LogReader read(LogInfo info, LogQuery query) throws IOException {
        return files.read(file(info), new LocalRecords(), query);
    }

    private static Path file(LogInfo info) {
        Path file = info.file();
        return file != null
                ? file
                : info.container().directory().resolve("local-logs").resolve("container.log");
    }
}
