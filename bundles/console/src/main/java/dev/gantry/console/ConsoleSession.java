package dev.gantry.console;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import org.apache.felix.service.command.CommandProcessor;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Converter;
import org.apache.felix.service.command.Job;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One client: reads commands (length, UTF-8), runs them one after the other in a Gogo session, sends what they print and their
/// status. A command is interrupted when the client asks for it, by a length of -1, and when the client goes; not when the console goes, for
/// that may be the command's own doing.
final class ConsoleSession {
    private static final Logger LOG = LoggerFactory.getLogger(ConsoleSession.class);

    /// A command that asks for the names of all commands, one a line: for the client's completion.
    static final String NAMES = "\u0001names";

    private static final int INTERRUPT = -1;
    private static final int LONGEST_COMMAND = 1 << 20;

    private final CommandProcessor processor;
    private final SocketChannel client;
    private final FrameOutput frames;
    private Progress progress = Progress.IDLE;
    private boolean leaving;

    private enum Progress {
        IDLE,
        RUNNING,
        /// Its client is being told; the next command may come as soon as it has heard.
        ENDING
    }

    ConsoleSession(CommandProcessor processor, SocketChannel client) {
        this.processor = processor;
        this.client = client;
        this.frames = new FrameOutput(Channels.newOutputStream(client));
    }

    /// Serves until the client goes.
    void serve() throws IOException {
        DataInputStream commands = new DataInputStream(Channels.newInputStream(client));
        try (client;
                PrintStream print = print(FrameOutput.PRINTED);
                PrintStream complain = print(FrameOutput.COMPLAINT);
                CommandSession session =
                        processor.createSession(new ByteArrayInputStream(new byte[0]), print, complain)) {
            // Without a scope a name is looked for in all of them, ours first.
            session.put("SCOPE", "gantry:felix:*");
            ExecutorService worker = Executors.newSingleThreadExecutor(
                    Thread.ofPlatform().daemon().name("console-command").factory());
            try {
                take(commands, session, worker, print, complain);
            } finally {
                interrupt(session);
                worker.shutdownNow();
            }
        } catch (EOFException e) {
            // The client has what it wanted.
        }
    }

    private PrintStream print(int kind) {
        return new PrintStream(frames.stream(kind), false, StandardCharsets.UTF_8);
    }

    private void take(
            DataInputStream commands,
            CommandSession session,
            ExecutorService worker,
            PrintStream print,
            PrintStream complain)
            throws IOException {
        while (true) {
            int length = commands.readInt();
            if (length == INTERRUPT) {
                interrupt(session);
                continue;
            }
            String command = command(commands, length);
            begin();
            worker.execute(() -> run(session, command, print, complain));
        }
    }

    private synchronized void begin() throws IOException {
        if (progress == Progress.RUNNING) {
            throw new IOException("a command before the end of the last one");
        }
        if (leaving) {
            throw new IOException("a command after the end of the console");
        }
        progress = Progress.RUNNING;
    }

    /// Takes no more commands; closes the connection now, or at the end of the command that runs.
    synchronized void leave() throws IOException {
        leaving = true;
        if (progress == Progress.IDLE) {
            client.close();
        }
    }

    private static String command(DataInputStream commands, int length) throws IOException {
        if (length < 0 || length > LONGEST_COMMAND) {
            throw new IOException("a command of " + length + " bytes");
        }
        return new String(commands.readNBytes(length), StandardCharsets.UTF_8);
    }

    private void run(CommandSession session, String command, PrintStream print, PrintStream complain) {
        boolean failed = true;
        try {
            failed = execute(session, command, print, complain);
        } finally {
            // Also after an error, such as a class that went with the bundle: the client waits.
            end(failed, print, complain);
        }
    }

    private void end(boolean failed, PrintStream print, PrintStream complain) {
        print.flush();
        complain.flush();
        progress(Progress.ENDING);
        try {
            frames.end(failed);
            ended();
        } catch (IOException e) {
            LOG.debug("console client gone", e);
        }
    }

    private synchronized void progress(Progress now) {
        progress = now;
    }

    private synchronized void ended() throws IOException {
        if (progress == Progress.ENDING) {
            progress = Progress.IDLE;
        }
        if (leaving && progress == Progress.IDLE) {
            client.close();
        }
    }

    /// By way of Gogo's job, which would else stay in the foreground for ever.
    private static void interrupt(CommandSession session) {
        Job job = session.foregroundJob();
        if (job != null) {
            job.interrupt();
        }
    }

    @SuppressWarnings("PMD.AvoidCatchingGenericException")
    private static boolean execute(CommandSession session, String command, PrintStream print, PrintStream complain) {
        if (command.equals(NAMES)) {
            print.print(names(session));
            return false;
        }
        try {
            Object result = session.execute(command);
            if (result != null) {
                print.println(session.format(result, Converter.INSPECT));
            }
            return false;
        } catch (InterruptedException e) {
            complain.println("gogo: interrupted");
            return true;
        } catch (Exception e) { // a command may throw anything; its user is told
            complain.println("gogo: " + e.getClass().getSimpleName() + ": " + e.getMessage());
            return true;
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
