package dev.gantry.spec;

import dev.gantry.api.error.EngineException;
import dev.gantry.api.types.HostConfig;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The kernel's AppArmor: which profile a container runs under, and that the usual one is loaded.
final class AppArmor {
    /// The profile of containers that name none.
    static final String DEFAULT = "docker-default";

    private static final Logger LOG = LoggerFactory.getLogger(AppArmor.class);
    private static final String UNCONFINED = "unconfined";
    private static final List<String> PARSERS = List.of("sbin/apparmor_parser", "usr/sbin/apparmor_parser");

    /// The parser takes well under a second.
    private static final Duration USUAL_LIMIT = Duration.ofSeconds(20);

    private static final int OUTPUT_LIMIT = 8192;

    private final Path root;
    private final boolean on;
    private final String surroundings;
    private final Loader loader;

    /// Gives the kernel a profile.
    @FunctionalInterface
    interface Loader {
        /// @param parser the program that does it
        void load(Path parser, String profile) throws IOException;
    }

    /// @param root where `sys` and the parser are
    /// @param on whether it is on in the kernel
    /// @param surroundings the environment variable `container`: inside of one, profiles are not ours to load; empty outside
    AppArmor(Path root, boolean on, String surroundings, Loader loader) {
        this.root = root;
        this.on = on;
        this.surroundings = surroundings;
        this.loader = loader;
    }

    /// Whether it is on, and profiles can be loaded.
    boolean isSupported() {
        return on
                && surroundings.isEmpty()
                && Files.isDirectory(root.resolve("sys/kernel/security/apparmor"))
                && parser() != null;
    }

    private @Nullable Path parser() {
        return PARSERS.stream()
                .map(root::resolve)
                .filter(Files::isExecutable)
                .findFirst()
                .orElse(null);
    }

    private String read(String file) {
        try {
            return Files.readString(root.resolve(file));
        } catch (IOException e) {
            return "";
        }
    }

    /// Empty without AppArmor: then a profile that is asked for is overlooked.
    String profile(HostConfig host) {
        if (!isSupported()) {
            return "";
        }
        String wanted = SecurityOptions.of(host).appArmor();
        if (wanted != null && !wanted.isEmpty()) {
            return wanted;
        }
        return host.Privileged() ? UNCONFINED : DEFAULT;
    }

    /// Loads the usual profile unless it is there. Others unload it at times, so it is looked for at each start of a container or of a
    /// further process in one.
    ///
    /// @throws EngineException SYSTEM
    synchronized void requireDefault() {
        Path parser = parser();
        if (parser == null || !isSupported() || isLoaded()) {
            return;
        }
        try {
            loader.load(parser, text());
            LOG.info("AppArmor profile {} loaded", DEFAULT);
        } catch (IOException e) {
            throw EngineException.system(
                    "AppArmor enabled on system but the " + DEFAULT + " profile could not be loaded: " + e.getMessage(),
                    e);
        }
    }

    private boolean isLoaded() {
        return read("sys/kernel/security/apparmor/profiles").lines().anyMatch(line -> line.startsWith(DEFAULT + " "));
    }

    static String text() {
        try (InputStream profile = AppArmor.class.getResourceAsStream(DEFAULT)) {
            if (profile == null) {
                throw new IllegalStateException("the bundle lacks " + DEFAULT);
            }
            return new String(profile.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new IllegalStateException("cannot read " + DEFAULT, e);
        }
    }

    /// Runs the parser, which reads from its standard input, replaces a profile of that name and keeps nothing of it on disk.
    static void parse(Path parser, String profile) throws IOException {
        parse(parser, profile, USUAL_LIMIT);
    }

    /// @param limit after which the parser is killed, with what it has started
    static void parse(Path parser, String profile, Duration limit) throws IOException {
        long end = System.nanoTime() + limit.toNanos();
        Process process = new ProcessBuilder(parser.toString(), "--replace", "--skip-cache")
                .redirectErrorStream(true)
                .start();
        try {
            FutureTask<String> words = words(process);
            process.getOutputStream().write(profile.getBytes(StandardCharsets.UTF_8));
            process.getOutputStream().close();
            String output = words.get(left(end), TimeUnit.NANOSECONDS);
            if (!process.waitFor(left(end), TimeUnit.NANOSECONDS)) {
                throw new TimeoutException();
            }
            if (process.exitValue() != 0) {
                throw new IOException(parser + ": " + (output.isEmpty() ? "exit " + process.exitValue() : output));
            }
        } catch (TimeoutException e) {
            throw new IOException(parser + ": not done after " + limit.toSeconds() + " s", e);
        } catch (ExecutionException e) {
            throw new IOException(parser + ": what it says cannot be read", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("cancelled while the profile was being loaded", e);
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }

    /// Reading knows no limit of its own, so another thread does it; it ends with the processes that hold the pipe.
    private static FutureTask<String> words(Process process) {
        FutureTask<String> reading = new FutureTask<>(() -> {
            try (InputStream output = process.getInputStream()) {
                String first = new String(output.readNBytes(OUTPUT_LIMIT), StandardCharsets.UTF_8).strip();
                // Whoever has more to say must not get stuck on it.
                output.transferTo(OutputStream.nullOutputStream());
                return first;
            }
        });
        Thread.ofVirtual().name("apparmor-parser").start(reading);
        return reading;
    }

    private static long left(long end) {
        return Math.max(0, end - System.nanoTime());
    }
}
