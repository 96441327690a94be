package dev.gantry.api.plugin;

import java.time.Duration;
import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/// A Docker plugin that has been activated.
@ProviderType
public interface Plugin {
    /// The name that it was found by.
    String name();

    /// What it says it can do.
    List<String> kinds();

    /// Calls a method and waits for the answer. A connection that fails is tried again after 1, 2, 4, 8 s.
    ///
    /// @param method such as `AuthZPlugin.AuthZReq`
    /// @param arguments become the JSON body
    /// @param answer what the JSON of the answer is read as
    /// @param limit longest wait for an answer, for each try
    /// @throws dev.gantry.api.error.EngineException NOT_FOUND when the plugin does not know the method, SYSTEM with its own words when
    ///     it answers with a failure, or when it cannot be reached
    <T> T call(String method, Object arguments, Class<T> answer, Duration limit);
}
