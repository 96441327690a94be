package dev.gantry.launcher.console;

import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.jline.reader.Completer;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.UserInterruptException;
import org.jline.reader.impl.completer.StringsCompleter;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.jspecify.annotations.Nullable;

/// `gantry-console [--socket PATH] [-c COMMAND]`: one command, commands from standard input, or a conversation.
public final class ConsoleClient {
    private static final int NO_DAEMON = 125;
    private static final int HISTORY = 500;
    private static final String USAGE = """
            usage: gantry-console [--socket PATH] [-c COMMAND]...
              --socket PATH  the daemon's: <exec-root>/gantry-console.sock, usually /var/run/docker/gantry-console.sock
              -c COMMAND     run it and end with its status; without, commands come from the terminal or from standard input
            In the console, `help` lists the commands, `lb` the bundles.""";

    private ConsoleClient() {}

    /// @param args see the class
    public static void main(String[] args) throws IOException {
        Path socket = Path.of("/var/run/docker/gantry-console.sock");
        List<String> commands = new ArrayList<>();
        for (int i = 0; i < args.length; i++) {
            switch (args[i]) {
                case "--socket" -> socket = Path.of(value(args, ++i));
                case "-c" -> commands.add(value(args, ++i));
                case "-h", "--help" -> {
                    System.out.println(USAGE);
                    return;
                }
                default -> usage();
            }
        }
        System.exit(run(socket, commands));
    }

    private static int run(Path socket, List<String> commands) throws IOException {
        try (Connection connection = Connection.to(socket)) {
            if (!commands.isEmpty()) {
                return batch(connection, commands);
            }
            return System.console() != null && System.console().isTerminal()
                    ? converse(connection)
                    : batch(connection, standardInput());
        } catch (EOFException e) {
            System.err.println("gantry-console: the daemon has closed the console");
            return NO_DAEMON;
        } catch (IOException e) {
            System.err.println("gantry-console: " + socket + ": " + e.getMessage() + ". Is the daemon running?");
            return NO_DAEMON;
        }
    }

    private static int batch(Connection connection, List<String> commands) throws IOException {
        int status = 0;
        for (String command : commands) {
            status = Math.max(status, connection.run(command, System.out, System.err));
        }
        return status;
    }

    private static List<String> standardInput() throws IOException {
        try (BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            return in.lines().filter(line -> !line.isBlank()).toList();
        }
    }

    private static int converse(Connection connection) throws IOException {
        try (Terminal terminal = TerminalBuilder.builder().system(true).build()) {
            LineReader reader = LineReaderBuilder.builder()
                    .terminal(terminal)
                    .completer(completer(commandNames(connection)))
                    .option(LineReader.Option.DISABLE_EVENT_EXPANSION, true)
                    .variable(LineReader.HISTORY_SIZE, HISTORY)
                    .build();
            rememberIn(reader, Path.of(System.getProperty("user.home"), ".gantry_history"));
            // While a command runs, Ctrl-C is for it; at the prompt the reader takes it.
            terminal.handle(Terminal.Signal.INT, _ -> connection.interrupt());
            while (true) {
                String line = read(reader);
                if (line == null || line.equals("exit") || line.equals("quit")) {
                    return 0;
                }
                if (!line.isEmpty()) {
                    connection.run(line, terminal.output(), terminal.output());
                }
            }
        }
    }

    /// A line; empty after Ctrl-C, null after Ctrl-D.
    private static @Nullable String read(LineReader reader) {
        try {
            return reader.readLine("gantry> ").strip();
        } catch (UserInterruptException e) {
            return "";
        } catch (EndOfFileException e) {
            return null;
        }
    }

    /// Commands may name what is nobody else's business, so the file is for its owner alone. Without one there is no history.
    private static void rememberIn(LineReader reader, Path file) {
        try {
            if (!Files.exists(file)) {
                Files.createFile(
                        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            }
            reader.setVariable(LineReader.HISTORY_FILE, file);
        } catch (IOException e) {
            System.err.println("gantry-console: no history: " + e.getMessage());
        }
    }

    /// Arguments are numbers of bundles more often than names of commands, which are offered there only once one has begun.
    private static Completer completer(List<String> names) {
        Completer commands = new StringsCompleter(names);
        return (reader, line, candidates) -> {
            if (line.wordIndex() == 0 || !line.word().isEmpty()) {
                commands.complete(reader, line, candidates);
            }
        };
    }

    private static List<String> commandNames(Connection connection) throws IOException {
        ByteArrayOutputStream names = new ByteArrayOutputStream();
        connection.run("\u0001names", names, OutputStream.nullOutputStream());
        List<String> words = new ArrayList<>();
        names.toString(StandardCharsets.UTF_8).lines().forEach(name -> {
            words.add(name);
            words.add(name.substring(name.indexOf(':') + 1));
        });
        return words;
    }

    private static String value(String[] args, int index) {
        if (index >= args.length) {
            usage();
        }
        return args[index];
    }

    private static void usage() {
        System.err.println(USAGE);
        System.exit(NO_DAEMON);
    }
}
