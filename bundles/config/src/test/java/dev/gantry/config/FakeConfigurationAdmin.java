package dev.gantry.config;

import java.io.IOException;
import java.lang.reflect.Proxy;
import java.util.Dictionary;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;

/// Keeps dictionaries, tells nobody.
final class FakeConfigurationAdmin {
    private final Map<String, Dictionary<String, ?>> stored = new HashMap<>();
    private final Set<String> failing = new HashSet<>();

    @SuppressWarnings("unchecked")
    ConfigurationAdmin service() {
        ClassLoader loader = getClass().getClassLoader();
        return (ConfigurationAdmin) Proxy.newProxyInstance(
                loader,
                new Class<?>[] {ConfigurationAdmin.class},
                (_, _, of) ->
                        Proxy.newProxyInstance(loader, new Class<?>[] {Configuration.class}, (_, method, update) -> {
                            if (method.getName().equals("getProperties")) {
                                return stored.get((String) of[0]);
                            }
                            if (failing.remove((String) of[0])) {
                                throw new IOException("no space left");
                            }
                            stored.put((String) of[0], (Dictionary<String, ?>) update[0]);
                            return null;
                        }));
    }

    Object value(String pid, String key) {
        Dictionary<String, ?> dictionary = stored.get(pid);
        return dictionary == null ? null : dictionary.get(key);
    }

    /// The next update of that dictionary fails.
    void failFor(String pid) {
        failing.add(pid);
    }
}
