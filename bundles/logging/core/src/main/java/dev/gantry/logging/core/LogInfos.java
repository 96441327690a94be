package dev.gantry.logging.core;

import dev.gantry.api.error.EngineException;
import dev.gantry.api.logging.LogInfo;
import dev.gantry.api.logging.LogTarget;
import dev.gantry.api.logging.LoggedContainer;
import java.util.Map;

/// Makes what drivers are given from what the engine gives.
final class LogInfos {
    private LogInfos() {}

    static LogInfo of(LogTarget target) {
        Map<String, String> options = GenericOptions.without(target.options());
        LoggedContainer container = target.container();
        String tag = TagTemplate.parse(options.getOrDefault("tag", "{{.ID}}")).render(container, options);
        return new LogInfo(container, options, tag, SelectedAttributes.of(container, options), null);
    }

    /// Options that would keep a log from being written must not keep it from being read.
    static LogInfo forReading(LogTarget target) {
        try {
            return of(target);
        } catch (EngineException e) {
            return new LogInfo(target.container(), GenericOptions.without(target.options()), "", Map.of(), null);
        }
    }

    /// For the copy that is kept beside an unreadable driver.
    static LogInfo copyOf(LogTarget target) {
        LoggedContainer container = target.container();
        return new LogInfo(
                container, Map.of(), "", Map.of(), container.directory().resolve("container-cached.log"));
    }
}
