package dev.gantry.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.CountDownLatch;
import org.apache.felix.gogo.runtime.CommandProcessorImpl;
import org.apache.felix.gogo.runtime.threadio.ThreadIOImpl;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class ConsoleSocketTest {
    @TempDir
    Path directory;

    private final ThreadIOImpl threads = new ThreadIOImpl();
    private final CommandProcessorImpl gogo = new CommandProcessorImpl(threads);
    private final Commands commands = new Commands();
    private Path path;
    private ConsoleSocket socket;

    /// Commands that a bundle might bring.
    public static final class Commands {
        final CountDownLatch asleep = new CountDownLatch(1);

        public void greet(String whom) {
            System.out.println("hello " + whom);
        }

        public void complain() {
            System.err.println("no such thing");
        }

        public void sleep() throws InterruptedException {
            asleep.countDown();
            new CountDownLatch(1).await();
        }
    }

    /// A command that takes the console down, as an update of its bundle does.
    public final class Closing {
        public void closing() throws IOException {
            socket.close();
            System.out.println("still here");
        }
    }

    /// An answer: what was printed, what was complained of, and the status.
    private record Answer(String printed, String complaints, int status) {}

    @BeforeEach
    void open() throws IOException {
        threads.start();
        for (String function : new String[] {"greet", "complain", "sleep"}) {
            gogo.addCommand("test", commands, function);
        }
        gogo.addCommand("test", new Closing(), "closing");
        path = directory.resolve("console.sock");
        socket = ConsoleSocket.open(path, gogo);
    }

    @AfterEach
    void close() throws IOException {
        socket.close();
        threads.stop();
    }

    private SocketChannel connect() throws IOException {
        return SocketChannel.open(UnixDomainSocketAddress.of(path));
    }

    private static void send(SocketChannel client, String command) throws IOException {
        DataOutputStream out = new DataOutputStream(Channels.newOutputStream(client));
        byte[] bytes = command.getBytes(StandardCharsets.UTF_8);
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    private static Answer answer(SocketChannel client) throws IOException {
        DataInputStream in = new DataInputStream(Channels.newInputStream(client));
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        ByteArrayOutputStream complaints = new ByteArrayOutputStream();
        while (true) {
            int kind = in.readUnsignedByte();
            int number = in.readInt();
            if (kind == FrameOutput.ENDED) {
                return new Answer(
                        printed.toString(StandardCharsets.UTF_8), complaints.toString(StandardCharsets.UTF_8), number);
            }
            (kind == FrameOutput.COMPLAINT ? complaints : printed).writeBytes(in.readNBytes(number));
        }
    }

    @Test
    void isForItsOwnerAlone() throws Exception {
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(path)));
        try (var left = Files.list(directory)) {
            assertEquals(1, left.count());
        }
    }

    @Test
    void replacesWhatAPredecessorLeft() throws Exception {
        socket.close();
        Files.writeString(path, "left by a crash");
        socket = ConsoleSocket.open(path, gogo);
        try (SocketChannel client = connect()) {
            send(client, "greet again");
            assertEquals(new Answer("hello again\n", "", 0), answer(client));
        }
        socket.close();
        assertFalse(Files.exists(path));
    }

    @Test
    void runsCommandsOneAfterTheOther() throws Exception {
        try (SocketChannel client = connect()) {
            send(client, "greet one; greet two");
            assertEquals(new Answer("hello one\nhello two\n", "", 0), answer(client));
            send(client, "greet three");
            assertEquals("hello three\n", answer(client).printed);
        }
    }

    @Test
    void failsAnUnknownCommandAndOneThatComplains() throws Exception {
        try (SocketChannel client = connect()) {
            send(client, "nonsense");
            assertEquals(
                    new Answer("", "gogo: CommandNotFoundException: Command not found: nonsense\n", 1), answer(client));
            send(client, "complain");
            assertEquals(new Answer("", "no such thing\n", 1), answer(client));
            send(client, "greet you");
            assertEquals(0, answer(client).status);
        }
    }

    @Test
    void interruptsACommandAndTakesTheNext() throws Exception {
        try (SocketChannel client = connect()) {
            send(client, "sleep");
            commands.asleep.await();
            new DataOutputStream(Channels.newOutputStream(client)).writeInt(-1);
            assertEquals(1, answer(client).status);
            send(client, "greet you");
            assertEquals(new Answer("hello you\n", "", 0), answer(client));
        }
    }

    @Test
    void aCommandThatClosesTheConsoleComesToItsEnd() throws Exception {
        try (SocketChannel client = connect();
                SocketChannel idle = connect()) {
            send(idle, "greet you");
            answer(idle);
            send(client, "closing");
            assertEquals(new Answer("still here\n", "", 0), answer(client));
            assertThrows(IOException.class, () -> answer(client));
            assertThrows(IOException.class, () -> answer(idle));
        }
    }

    @Test
    void cutsAClientOffThatSendsNonsense() throws Exception {
        try (SocketChannel client = connect()) {
            new DataOutputStream(Channels.newOutputStream(client)).writeInt(Integer.MAX_VALUE);
            assertThrows(IOException.class, () -> answer(client));
        }
    }
}
