package dev.gantry.logging.files;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/// An uncompressed file from a position on. At its end it may grow and give more later.
final class PlainBytes implements PartBytes {
    private final FileChannel channel;
    private long position;

    PlainBytes(FileChannel channel, long position) {
        this.channel = channel;
        this.position = position;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        int n = channel.read(ByteBuffer.wrap(into, offset, length), position);
        if (n > 0) {
            position += n;
        }
        return n;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
