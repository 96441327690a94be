package dev.gantry.api.config;

import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/// How this process was started, and the one way to end it. The launcher registers it before any bundle starts.
@ProviderType
public interface CommandLine {
    /// The arguments after the program's name, as they were given.
    List<String> args();

    /// Stops the framework and ends the process with `status`. Returns at once; safe from any thread; the first call decides.
    void exit(int status);
}
