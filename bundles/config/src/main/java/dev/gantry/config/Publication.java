package dev.gantry.config;

import dev.gantry.api.config.DaemonConfig;
import dev.gantry.api.config.Origin;
import java.io.IOException;
import java.time.Duration;
import java.util.Collections;
import java.util.Dictionary;
import java.util.HashMap;
import java.util.Hashtable;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The configuration in Configuration Admin: a dictionary for each component, and the whole of it, so that the next version of this
/// bundle goes on with what is in force and not with what the file says by then.
final class Publication {
    private static final Logger LOG = LoggerFactory.getLogger(Publication.class);
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final String ORIGIN = "origin ";

    private final ConfigurationAdmin admin;
    private final @Nullable Fence fence;

    /// @param fence null when nobody tells what was delivered
    Publication(ConfigurationAdmin admin, @Nullable Fence fence) {
        this.admin = admin;
        this.fence = fence;
    }

    /// Writes what is new: a component whose settings stay as they are is left alone.
    ///
    /// @param wait whether to return only when all components have their settings
    void write(Merged merged, boolean wait) throws IOException {
        for (String pid : Dictionaries.pids()) {
            update(pid, Dictionaries.of(pid, merged.config()));
        }
        if (fence != null) {
            fence.raise();
        }
        boolean told = update(Fence.PID, whole(merged));
        if (told && wait && fence != null && !fence.await(LIMIT)) {
            LOG.warn("components took more than {} s to take their settings", LIMIT.toSeconds());
        }
    }

    private boolean update(String pid, Dictionary<String, Object> dictionary) throws IOException {
        Configuration configuration = admin.getConfiguration(pid, "?");
        Dictionary<String, Object> present = configuration.getProperties();
        boolean different = present == null || !same(dictionary, present);
        if (different) {
            configuration.update(dictionary);
        }
        return different;
    }

    private static boolean same(Dictionary<String, Object> a, Dictionary<String, Object> b) {
        for (String key : Collections.list(a.keys())) {
            if (!Objects.deepEquals(a.get(key), b.get(key))) {
                return false;
            }
        }
        return true;
    }

    private static Dictionary<String, Object> whole(Merged merged) {
        Dictionary<String, Object> all = new Hashtable<>();
        merged.config().values().forEach((key, value) -> all.put(key, Dictionaries.shape(value)));
        merged.origins().forEach((key, origin) -> all.put(ORIGIN + key, origin.word()));
        return all;
    }

    /// What an earlier version of this bundle wrote in this process; null when there was none.
    @Nullable Merged read() throws IOException {
        Dictionary<String, Object> all = admin.getConfiguration(Fence.PID, "?").getProperties();
        if (all == null) {
            return null;
        }
        Map<String, Object> values = new HashMap<>();
        Map<String, Origin> origins = new HashMap<>();
        for (String name : Collections.list(all.keys())) {
            Object value = all.get(name);
            if (name.startsWith(ORIGIN)) {
                origins.put(
                        name.substring(ORIGIN.length()),
                        Origin.valueOf(value.toString().toUpperCase(Locale.ROOT)));
            } else if (!name.startsWith("service.")) {
                values.put(name, value instanceof String[] items ? List.of(items) : value);
            }
        }
        return new Merged(new DaemonConfig(values), origins);
    }
}
