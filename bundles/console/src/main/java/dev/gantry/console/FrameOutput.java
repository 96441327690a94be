package dev.gantry.console;

import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/// What is sent to a client, as frames: kind, length, bytes. The end of a command is a frame of its own.
final class FrameOutput {
    /// Printed by a command.
    static final int PRINTED = 1;

    /// Ends a command: its status, 0 or 1.
    static final int ENDED = 2;

    /// Printed by a command as its complaint.
    static final int COMPLAINT = 3;

    private final DataOutputStream out;
    private boolean complained;

    FrameOutput(OutputStream out) {
        this.out = new DataOutputStream(out);
    }

    /// A stream whose bytes are sent as frames of this kind.
    OutputStream stream(int kind) {
        return new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                write(new byte[] {(byte) b}, 0, 1);
            }

            @Override
            public void write(byte[] bytes, int offset, int length) throws IOException {
                send(kind, bytes, offset, length);
            }
        };
    }

    private synchronized void send(int kind, byte[] bytes, int offset, int length) throws IOException {
        if (length > 0) {
            complained |= kind == COMPLAINT;
            out.writeByte(kind);
            out.writeInt(length);
            out.write(bytes, offset, length);
            out.flush();
        }
    }

    /// @param failed whether the command has failed as such; one that wrote to its standard error has, too. Some of the framework's
    ///     own commands print what went wrong on standard output and return as if nothing had happened: those count as done
    synchronized void end(boolean failed) throws IOException {
        out.writeByte(ENDED);
        out.writeInt(failed || complained ? 1 : 0);
        out.flush();
        complained = false;
    }
}
