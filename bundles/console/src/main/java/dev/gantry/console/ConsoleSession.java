package dev.gantry.console;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.felix.service.command.CommandProcessor;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Converter;

/// One client: reads commands (length, UTF-8), runs each in its own Gogo session, sends what it prints and its status.
final class ConsoleSession {
    /// A command that asks for the names of all commands, one a line: for the client's completion.
    static final String NAMES = "\u0001names";

    private static final int LONGEST_COMMAND = 1 << 20;

    private final CommandProcessor processor;
    private final InputStream in;
    private final OutputStream out;

    ConsoleSession(CommandProcessor processor, InputStream in, OutputStream out) {
        this.processor = processor;
        this.in = in;
        this.out = out;
    }

    /// Serves until the client goes.
    void serve() throws IOException {
        DataInputStream commands = new DataInputStream(in);
        FrameOutput frames = new FrameOutput(out);
        try (PrintStream print = new PrintStream(frames, false, StandardCharsets.UTF_8);
                CommandSession session = processor.createSession(new ByteArrayInputStream(new byte[0]), print, print)) {
            // Without a scope a name is looked for in all of them, ours first.
            session.put("SCOPE", "gantry:felix:*");
            while (true) {
                int status = run(session, command(commands), print);
                print.flush();
                frames.end(status);
            }
        } catch (EOFException e) {
            // The client has what it wanted.
        }
    }

    private static String command(DataInputStream commands) throws IOException {
        int length = commands.readInt();
        if (length < 0 || length > LONGEST_COMMAND) {
            throw new IOException("a command of " + length + " bytes");
        }
        return new String(commands.readNBytes(length), StandardCharsets.UTF_8);
    }

    @SuppressWarnings("PMD.AvoidCatchingGenericException")
    private static int run(CommandSession session, String command, PrintStream print) {
        if (command.equals(NAMES)) {
            print.print(names(session));
            return 0;
        }
        try {
            Object result = session.execute(command);
            if (result != null) {
                print.println(session.format(result, Converter.INSPECT));
            }
            return 0;
        } catch (Exception e) { // a command may throw anything; its user is told
            print.println("gogo: " + e.getClass().getSimpleName() + ": " + e.getMessage());
            return 1;
        }
    }

    private static String names(CommandSession session) {
        if (session.get(".commands") instanceof Collection<?> commands) {
            return new TreeSet<>(commands.stream().map(String::valueOf).toList())
                    .stream().collect(Collectors.joining("\n", "", "\n"));
        }
        return "";
    }
}
