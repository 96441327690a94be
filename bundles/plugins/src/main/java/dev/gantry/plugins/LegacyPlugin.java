package dev.gantry.plugins;

import dev.gantry.api.plugin.Plugin;
import java.time.Duration;
import java.util.List;

/// A plugin that was found and has told what it can do.
///
/// @param address where it listens, also when it is started anew
record LegacyPlugin(String name, List<String> kinds, Address address, Caller caller) implements Plugin {
    LegacyPlugin {
        kinds = List.copyOf(kinds);
    }

    @Override
    public <T> T call(String method, Object arguments, Class<T> answer, Duration limit) {
        return caller.call(address, method, arguments, answer, limit);
    }
}
