package dev.gantry.network.diagnostics;

import dev.gantry.api.config.ConfigChange;
import dev.gantry.api.config.Preparation;
import dev.gantry.api.config.Reconfigurable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The server on `network-diagnostic-port`; nothing at all at 0.
@Component(
        immediate = true,
        service = Reconfigurable.class,
        configurationPid = "dev.gantry.network.diagnostics",
        configurationPolicy = ConfigurationPolicy.REQUIRE)
public final class DiagnosticServer implements Reconfigurable {
    private static final String KEY = "network-diagnostic-port";
    private static final Logger LOG = LoggerFactory.getLogger(DiagnosticServer.class);

    private final Questions questions;
    private final int configured;
    private @Nullable LoopbackPort open;

    /// Opens nothing yet.
    ///
    /// @param settings `network-diagnostic-port`, 0 for none; `exec-root`, where stacks are written below
    @Activate
    public DiagnosticServer(Map<String, Object> settings) {
        Path execRoot = Path.of(String.valueOf(settings.get("exec-root")));
        questions = new Questions(new StackFiles(execRoot.resolve("diagnostics"), InstantSource.system()));
        configured = settings.get(KEY) instanceof Number number ? number.intValue() : 0;
    }

    /// A port that somebody else has is logged, and the daemon starts without, as Docker's does.
    @Activate
    void start() {
        try {
            switchTo(opened(configured), configured);
        } catch (IOException e) {
            LOG.error("{}: {}", KEY, e.getMessage());
        }
    }

    private @Nullable LoopbackPort opened(int port) throws IOException {
        return port == 0 ? null : new LoopbackPort(port, questions);
    }

    synchronized boolean isOpen() {
        return open != null;
    }

    /// Nothing to do: what changes comes through [#prepare], and this keeps the component from being made anew.
    @Modified
    void modified() {}

    @Override
    public Preparation prepare(ConfigChange change) {
        if (!change.concerns(KEY)) {
            return Preparation.NOTHING;
        }
        int port = (int) change.after().number(KEY);
        try {
            return new Switch(opened(port), port);
        } catch (IOException e) {
            throw ConfigChange.refusal(KEY, String.valueOf(e.getMessage()));
        }
    }

    /// From one port to another, or to none.
    private final class Switch implements Preparation {
        private final @Nullable LoopbackPort next;
        private final int port;

        Switch(@Nullable LoopbackPort next, int port) {
            this.next = next;
            this.port = port;
        }

        @Override
        public void commit() {
            switchTo(next, port);
        }

        @Override
        public void rollback() {
            if (next != null) {
                next.close();
            }
        }
    }

    private synchronized void switchTo(@Nullable LoopbackPort next, int port) {
        leave();
        open = next;
        if (next != null) {
            next.answer();
            LOG.info("the diagnostic server listens on 127.0.0.1:{}", port);
        }
    }

    @Deactivate
    synchronized void leave() {
        if (open != null) {
            open.close();
            open = null;
        }
    }
}
