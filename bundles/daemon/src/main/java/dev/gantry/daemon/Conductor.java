package dev.gantry.daemon;

import dev.gantry.api.config.DaemonConfig;
import dev.gantry.api.http.ApiServer;
import java.io.IOException;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The daemon's start and stop: [#start] and [#stop] are the sequence, top to bottom. Everything in it may be done twice, so that this
/// bundle can be updated while the daemon runs.
final class Conductor {
    private static final Logger LOG = LoggerFactory.getLogger(Conductor.class);
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration RESTORE_LIMIT = Duration.ofMinutes(10);

    private final Services services = new Services(PATIENCE);
    private final Stage stage;

    Conductor(Stage stage) {
        this.stage = stage;
    }

    Services services() {
        return services;
    }

    Stage stage() {
        return stage;
    }

    /// From nothing to a daemon that answers.
    void start(DaemonConfig config) throws IOException, InterruptedException {
        Steps steps = new Steps(services.lifecycle::starting);
        LOG.info("Starting up");
        steps.run("machine", () -> stage.checkMachine(config));
        steps.run("umask", stage::setUmask);
        steps.run("directories", () -> stage.makeDirectories(config));
        steps.run("pid file", () -> stage.writePidFile(config));
        steps.run("engine id", () -> stage.identify(config));
        steps.run("tls", () -> services.requireTls(config));
        steps.run("sockets", () -> services.api.run(api -> api.bind(config.list("hosts"))));
        steps.run("registry", () -> services.registry.await(PATIENCE));
        steps.run("log driver", services::requireLogs);
        steps.run("containerd", () -> services.runtime.run(runtime -> runtime.await(PATIENCE)));
        steps.run("containers", () -> services.containers.run(engine -> engine.awaitRestored(RESTORE_LIMIT)));
        steps.run("authorization", () -> services.requireAuthorization(config));
        steps.run("metrics", () -> services.requireMetrics(config));
        steps.run("serve", () -> services.api.run(ApiServer::serve));
        services.lifecycle.ready();
        LOG.info("Daemon has completed initialization ({})", steps);
    }

    /// From a daemon that answers to nothing. The pid file is left: the launcher removes it when the directories are free.
    void stop(DaemonConfig config) {
        Steps steps = new Steps(_ -> {});
        LOG.info("Stopping");
        services.lifecycle.stopping();
        Duration limit = services.stopLimit(config.number("shutdown-timeout"));
        steps.note("new clients", services::refuseClients);
        steps.note("containers", () -> services.stopContainers(limit, config.flag("live-restore")));
        steps.note("clients", services::stopServing);
        LOG.info("Daemon shutdown complete ({})", steps);
    }
}
