package dev.gantry.http;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Writes bytes to a channel, each write sent at once, waiting while the client does not take them.
final class OutboundStream extends OutputStream {
    private static final int PIECE = 64 * 1024;

    private final Channel channel;
    private final WriteGate gate;
    private final @Nullable Duration stallLimit;
    private final Function<ByteBuf, ?> frame;
    private final Runnable end;
    private boolean closed;

    /// @param frame makes the message that the pipeline takes
    /// @param end runs once, when the stream is closed
    OutboundStream(
            Channel channel, WriteGate gate, @Nullable Duration stallLimit, Function<ByteBuf, ?> frame, Runnable end) {
        this.channel = channel;
        this.gate = gate;
        this.stallLimit = stallLimit;
        this.frame = frame;
        this.end = end;
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, bytes.length);
        int done = 0;
        while (done < length) {
            int count = Math.min(PIECE, length - done);
            send(bytes, offset + done, count);
            done += count;
        }
    }

    private void send(byte[] bytes, int offset, int length) throws IOException {
        if (closed) {
            throw new IOException("the stream is closed");
        }
        if (!channel.isActive()) {
            throw new ClientGone("the client has gone");
        }
        gate.await(stallLimit);
        ByteBuf copy = channel.alloc().directBuffer(length).writeBytes(bytes, offset, length);
        channel.writeAndFlush(frame.apply(copy));
        gate.await(stallLimit);
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            end.run();
        }
    }
}
