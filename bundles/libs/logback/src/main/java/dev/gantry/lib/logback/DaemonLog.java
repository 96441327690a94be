package dev.gantry.lib.logback;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import java.util.Locale;
import java.util.Map;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Modified;
import org.slf4j.LoggerFactory;

/// Sets level and format of the daemon's log as `log-level`, `debug`, `log-format` and `raw-logs` say.
@Component(
        service = DaemonLog.class,
        immediate = true,
        configurationPid = "dev.gantry.daemon",
        configurationPolicy = ConfigurationPolicy.REQUIRE)
public final class DaemonLog {
    /// @param settings of the daemon
    @Activate
    public DaemonLog(Map<String, Object> settings) {
        apply(settings);
    }

    /// A reload: only level and format change, no line is lost.
    @Modified
    public void modified(Map<String, Object> settings) {
        apply(settings);
    }

    private static void apply(Map<String, Object> settings) {
        if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
            Level level = level(settings);
            context.getLogger(Logger.ROOT_LOGGER_NAME).setLevel(level);
            // Debugging the daemon is not debugging each frame of its connections; that is what trace is for.
            Level libraries = level == Level.DEBUG ? Level.INFO : level;
            context.getLogger("io.netty").setLevel(libraries);
            context.getLogger("io.grpc").setLevel(libraries);
            if (context.getObject(StandardErrorLog.ENCODER) instanceof LineEncoder encoder) {
                encoder.use(
                        format(
                                settings,
                                System.console() != null && System.console().isTerminal()),
                        Level.DEBUG.isGreaterOrEqual(level));
            }
        }
    }

    static Level level(Map<String, Object> settings) {
        if (Boolean.TRUE.equals(settings.get("debug"))) {
            return Level.DEBUG;
        }
        return switch (text(settings, "log-level")) {
            // Only what ends the process is left, and that is said on standard error.
            case "panic", "fatal" -> Level.OFF;
            case "error" -> Level.ERROR;
            case "warn" -> Level.WARN;
            case "debug" -> Level.DEBUG;
            case "trace" -> Level.TRACE;
            default -> Level.INFO;
        };
    }

    static LineFormat format(Map<String, Object> settings, boolean terminal) {
        if (text(settings, "log-format").equals("json")) {
            return new JsonFormat();
        }
        return terminal && !Boolean.TRUE.equals(settings.get("raw-logs")) ? new TerminalFormat() : new TextFormat();
    }

    private static String text(Map<String, Object> settings, String key) {
        return settings.get(key) instanceof String value ? value.toLowerCase(Locale.ROOT) : "";
    }
}
