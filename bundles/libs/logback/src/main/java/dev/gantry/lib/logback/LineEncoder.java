package dev.gantry.lib.logback;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.encoder.EncoderBase;
import java.nio.charset.StandardCharsets;

/// Turns events into lines of the present format, and adds the stack of a failure where someone has to look into it: at
/// level ERROR, and at every level while the failing class logs at DEBUG.
final class LineEncoder extends EncoderBase<ILoggingEvent> {
    private static final byte[] NOTHING = {};

    private volatile LineFormat format = new TextFormat();
    private volatile boolean stacks;

    void use(LineFormat format, boolean stacks) {
        this.format = format;
        this.stacks = stacks;
    }

    @Override
    public byte[] headerBytes() {
        return NOTHING;
    }

    @Override
    public byte[] encode(ILoggingEvent event) {
        StringBuilder line = new StringBuilder(format.line(event)).append('\n');
        boolean wanted = stacks || event.getLevel().isGreaterOrEqual(Level.ERROR);
        if (wanted && event.getThrowableProxy() != null && !(format instanceof JsonFormat)) {
            line.append(ThrowableProxyUtil.asString(event.getThrowableProxy()));
        }
        return line.toString().getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public byte[] footerBytes() {
        return NOTHING;
    }
}
