package dev.gantry.lib.logback;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.OutputStreamAppender;
import ch.qos.logback.core.spi.ContextAwareBase;
import java.io.FileDescriptor;
import java.io.FileOutputStream;

/// What Logback finds instead of a configuration file: lines on standard error, INFO and above, until the settings come.
public final class StandardErrorLog extends ContextAwareBase implements Configurator {
    /// The name under which the context keeps the encoder for [DaemonLog].
    static final String ENCODER = "gantry.encoder";

    /// For the service loader.
    public StandardErrorLog() {}

    @Override
    public ExecutionStatus configure(LoggerContext context) {
        LineEncoder encoder = new LineEncoder();
        encoder.setContext(context);
        encoder.start();
        OutputStreamAppender<ILoggingEvent> appender = new OutputStreamAppender<>();
        appender.setContext(context);
        appender.setName("stderr");
        appender.setEncoder(encoder);
        // Not System.err: Gogo puts itself there, and what a command causes to be logged would go to its user alone.
        appender.setOutputStream(new FileOutputStream(FileDescriptor.err));
        appender.start();
        Logger root = context.getLogger(Logger.ROOT_LOGGER_NAME);
        root.setLevel(Level.INFO);
        root.addAppender(appender);
        // Netty warns of socket options that a unix socket does not have; grpc-java sets them all the same.
        context.getLogger("io.netty.bootstrap").setLevel(Level.ERROR);
        context.putObject(ENCODER, encoder);
        return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
    }
}
