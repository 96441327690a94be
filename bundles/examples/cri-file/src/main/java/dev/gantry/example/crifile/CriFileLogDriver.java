package dev.gantry.example.crifile;

import dev.gantry.api.error.EngineException;
import dev.gantry.api.logging.LogDriver;
import dev.gantry.api.logging.LogInfo;
import dev.gantry.api.logging.LogQuery;
import dev.gantry.api.logging.LogReader;
import dev.gantry.api.logging.LogSink;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/// Writes logs as Kubernetes' container runtimes do, for collectors that read that format:
/// `2026-01-31T12:00:00.000000001Z stdout F:1.0.0 the line`. The first tag says whether the line ends here (F) or goes on (P), the second
/// is the version of this bundle.
@Component(property = LogDriver.NAME + "=" + CriFileLogDriver.DRIVER)
public final class CriFileLogDriver implements LogDriver {
    static final String DRIVER = "cri-file";
    /// The one option: `true` writes each batch through to the disk.
    static final String SYNC = "cri-sync";

    private final String version;

    /// @param context tells the version of this bundle
    @Activate
    public CriFileLogDriver(BundleContext context) {
        this(context.getBundle().getVersion().toString());
    }

    CriFileLogDriver(String version) {
        this.version = version;
    }

    @Override
    public void validate(Map<String, String> options) {
        for (String option : options.keySet()) {
            if (!option.equals(SYNC)) {
                throw LogDriver.unknownOption(option, DRIVER);
            }
        }
        String sync = options.getOrDefault(SYNC, "false");
        if (!Set.of("true", "false").contains(sync)) {
            throw EngineException.invalidParameter("invalid value for " + SYNC + ": " + sync);
        }
    }

    @Override
    public LogSink open(LogInfo info) throws IOException {
        return new CriFileSink(
                logPath(info), version, info.option(SYNC, "false").equals("true"));
    }

    @Override
    public boolean isReadable() {
        return true;
    }

    @Override
    public LogReader read(LogInfo info, LogQuery query) throws IOException {
        return CriFileReader.open(logPath(info), query);
    }

    @Override
    public Path logPath(LogInfo info) {
        return info.container().directory().resolve(info.container().id() + "-cri.log");
    }
}
