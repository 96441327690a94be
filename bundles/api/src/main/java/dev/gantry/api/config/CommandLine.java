package dev.gantry.api.config;

import java.nio.file.Path;
import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/// How this process was started, and the one way to end it. The launcher registers it before any bundle starts.
@ProviderType
public interface CommandLine {
    /// The arguments after the program's name, as they were given.
    List<String> args();

    /// Stops the framework and ends the process with `status`. Returns at once; safe from any thread; the first call decides.
    void exit(int status);

    /// The process id is in this file now. The launcher removes it at the very end, when all bundles have stopped and no directory is
    /// locked any more, unless it holds another process's id by then. The last call counts; it may come before or after [#exit].
    void pidFile(Path file);
}
