package dev.gantry.console;

import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/// What a command prints, sent as frames: kind, length, bytes. The end of a command is a frame of its own.
final class FrameOutput extends OutputStream {
    /// Printed by a command.
    static final int PRINTED = 1;

    /// Ends a command: its status, 0 or 1.
    static final int ENDED = 2;

    private final DataOutputStream out;

    FrameOutput(OutputStream out) {
        this.out = new DataOutputStream(out);
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public synchronized void write(byte[] bytes, int offset, int length) throws IOException {
        if (length > 0) {
            out.writeByte(PRINTED);
            out.writeInt(length);
            out.write(bytes, offset, length);
            out.flush();
        }
    }

    synchronized void end(int status) throws IOException {
        out.writeByte(ENDED);
        out.writeInt(status);
        out.flush();
    }
}
