package dev.gantry.config;

import dev.gantry.api.config.ConfigChange;
import dev.gantry.api.config.DaemonConfig;
import dev.gantry.api.config.Effect;
import dev.gantry.api.config.Origin;
import dev.gantry.api.config.Preparation;
import dev.gantry.api.config.SettingChange;
import dev.gantry.api.error.EngineException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One step from the configuration in force to another one.
final class Transaction {
    private static final Logger LOG = LoggerFactory.getLogger(Transaction.class);

    private final Merged before;
    private final Merged after;
    private final ConfigChange change;
    private final List<SettingChange> changes;

    /// @param target what flags and file say now
    Transaction(Merged before, Merged target) {
        this.before = before;
        ConfigChange wanted = ConfigChange.between(before.config(), target.config());
        this.changes = wanted.keys().stream().map(key -> shown(key, wanted)).toList();
        this.after = reachable(before, target, wanted);
        this.change = ConfigChange.between(before.config(), after.config());
    }

    private static SettingChange shown(String key, ConfigChange change) {
        return new SettingChange(
                key,
                Secrets.masked(key, change.before().values().getOrDefault(key, "")),
                Secrets.masked(key, change.after().values().getOrDefault(key, "")),
                Effects.of(key));
    }

    /// The target, with the old values of what only a restart changes.
    private static Merged reachable(Merged before, Merged target, ConfigChange wanted) {
        Map<String, Object> values = new HashMap<>(target.config().values());
        Map<String, Origin> origins = new HashMap<>(target.origins());
        for (String key : wanted.keys()) {
            if (Effects.of(key) == Effect.NEEDS_RESTART) {
                values.put(key, before.config().values().get(key));
                origins.put(key, before.origins().getOrDefault(key, Origin.DEFAULT));
            } else if (origins.get(key) == Origin.FILE) {
                origins.put(key, Origin.RELOAD);
            }
        }
        for (Map.Entry<String, Origin> entry : before.origins().entrySet()) {
            if (entry.getValue() == Origin.RELOAD && !wanted.keys().contains(entry.getKey())) {
                origins.replace(entry.getKey(), Origin.FILE, Origin.RELOAD);
            }
        }
        return new Merged(new DaemonConfig(values), origins);
    }

    List<SettingChange> changes() {
        return changes;
    }

    /// What is in force when the step is done.
    Merged after() {
        return after;
    }

    /// All prepare, and give up again.
    void rehearse(Participants participants) {
        Participants.rollback(participants.prepare(change));
    }

    /// All prepare, then everybody has new settings, then all commit; or nothing happens.
    void run(Participants participants, Publication publication) {
        List<Preparation> ready = new ArrayList<>(participants.prepare(change));
        try {
            publication.write(after, true);
        } catch (IOException e) {
            takeBack(publication);
            Participants.rollback(ready);
            throw EngineException.system("cannot hand on the configuration: " + e.getMessage(), e);
        }
        Participants.commit(ready);
    }

    private void takeBack(Publication publication) {
        try {
            publication.write(before, true);
        } catch (IOException e) {
            LOG.error("cannot take the new configuration back", e);
        }
    }
}
