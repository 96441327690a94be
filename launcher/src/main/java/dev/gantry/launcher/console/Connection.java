package dev.gantry.launcher.console;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/// The socket of a running daemon's console.
final class Connection implements AutoCloseable {
    private static final int ENDED = 2;
    private static final int COMPLAINT = 3;
    private static final int INTERRUPT = -1;

    private final SocketChannel channel;
    private final DataOutputStream commands;
    private final DataInputStream frames;

    private Connection(SocketChannel channel) {
        this.channel = channel;
        this.commands = new DataOutputStream(Channels.newOutputStream(channel));
        this.frames = new DataInputStream(Channels.newInputStream(channel));
    }

    static Connection to(Path socket) throws IOException {
        return new Connection(SocketChannel.open(UnixDomainSocketAddress.of(socket)));
    }

    /// Runs a command, prints what it prints, gives its status.
    int run(String command, OutputStream printed, OutputStream complaints) throws IOException {
        byte[] bytes = command.getBytes(StandardCharsets.UTF_8);
        synchronized (commands) {
            commands.writeInt(bytes.length);
            commands.write(bytes);
            commands.flush();
        }
        while (true) {
            int kind = frames.readUnsignedByte();
            int number = frames.readInt();
            if (kind == ENDED) {
                return number;
            }
            OutputStream out = kind == COMPLAINT ? complaints : printed;
            out.write(frames.readNBytes(number));
            out.flush();
        }
    }

    /// Asks for the end of the command that runs. Any thread.
    void interrupt() {
        try {
            synchronized (commands) {
                commands.writeInt(INTERRUPT);
                commands.flush();
            }
        } catch (IOException e) {
            // Whoever waits for the command hears of it.
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
