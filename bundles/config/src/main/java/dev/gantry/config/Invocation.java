package dev.gantry.config;

import dev.gantry.api.config.CommandLine;
import dev.gantry.api.error.EngineException;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// How the process was called, and what it says when there is nothing to run.
final class Invocation {
    private static final byte[] EMPTY = {'{', '}'};

    private final CommandLine commandLine;
    private final String version;
    private final PrintStream out;
    private final PrintStream err;
    private final Map<String, String> environment = System.getenv();

    Invocation(CommandLine commandLine, String version, PrintStream out, PrintStream err) {
        this.commandLine = commandLine;
        // OSGi has a dot where Maven, and the name of the archive, have a hyphen.
        this.version = version.replace(".SNAPSHOT", "-SNAPSHOT");
        this.out = out;
        this.err = err;
    }

    /// Flags, file and defaults together.
    ///
    /// @return null when everything has been said and the process ends
    @Nullable Merged read(Options options) {
        try {
            Arguments arguments = Arguments.parse(options, commandLine.args());
            if (arguments.isOn("help")) {
                return end(out, Help.text(options), 0);
            }
            if (arguments.isOn("version")) {
                return end(out, "Gantry version " + version, 0);
            }
            Merge merge = new Merge(options, arguments, environment);
            Merged merged = merge.merge();
            return arguments.isOn("validate") ? validated(merged, merge.file()) : merged;
        } catch (UsageException e) {
            return end(err, e.getMessage() + "\nSee 'gantryd --help'.", 1);
        } catch (IllegalArgumentException e) {
            return end(err, String.valueOf(e.getMessage()), 1);
        }
    }

    /// The configuration is fine in itself; when a daemon of ours runs where it would listen, that one says what it would make of it.
    private @Nullable Merged validated(Merged merged, Path file) {
        RunningDaemon.Answer answer = RunningDaemon.ask(merged.config(), content(file));
        if (answer != null && !answer.refusal().isEmpty()) {
            return end(err, "the running daemon refuses it: " + answer.refusal(), 1);
        }
        if (answer != null) {
            answer.effects().forEach((key, effect) -> out.println(key + ": " + effect));
        }
        return end(err, "configuration OK", 0);
    }

    private static byte[] content(Path file) {
        try {
            byte[] content = Files.readAllBytes(file);
            return content.length == 0 ? EMPTY : content;
        } catch (IOException e) {
            return EMPTY;
        }
    }

    /// Where the configuration file is, be it there or not.
    Path file(Options options) {
        try {
            return new Merge(options, Arguments.parse(options, commandLine.args()), environment).file();
        } catch (UsageException e) {
            throw new IllegalStateException("read before", e);
        }
    }

    /// The same flags with the file as it is now.
    ///
    /// @param file what to take for its content; null for the file itself
    /// @throws EngineException INVALID_PARAMETER
    Merged reread(Options options, byte @Nullable [] file) {
        try {
            return new Merge(options, Arguments.parse(options, commandLine.args()), environment).merge(file);
        } catch (UsageException | IllegalArgumentException e) {
            throw EngineException.invalidParameter(String.valueOf(e.getMessage()), e);
        }
    }

    boolean fail(String message) {
        end(err, message, 1);
        return false;
    }

    private @Nullable Merged end(PrintStream stream, String text, int status) {
        stream.println(text);
        stream.flush();
        commandLine.exit(status);
        return null;
    }
}
