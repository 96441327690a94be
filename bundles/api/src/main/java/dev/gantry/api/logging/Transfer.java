package dev.gantry.api.logging;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/// Carries bytes between a client's connection and its attachment.
final class Transfer {
    private static final int INPUT_BYTES = 16 * 1024;

    private final Attachment attachment;
    private final OutputStream output;
    private final boolean multiplexed;

    Transfer(Attachment attachment, OutputStream output, boolean multiplexed) {
        this.attachment = attachment;
        this.output = output;
        this.multiplexed = multiplexed;
    }

    Attachment.End run(@Nullable InputStream input) {
        if (input != null) {
            Thread.ofVirtual().name("attach-input").start(() -> carryInput(input));
        }
        try {
            carryOutput();
            return attachment.end();
        } catch (IOException e) {
            // The client is gone, and that is nothing to tell of.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        attachment.close();
        return Attachment.End.CLOSED;
    }

    private void carryOutput() throws IOException, InterruptedException {
        for (Attachment.Chunk chunk = attachment.read(); chunk != null; chunk = attachment.read()) {
            byte[] bytes = chunk.bytes();
            if (multiplexed) {
                StreamFrame.write(output, chunk.source().number(), bytes, 0, bytes.length);
            } else {
                output.write(bytes);
            }
        }
        output.flush();
    }

    private void carryInput(InputStream input) {
        byte[] buffer = new byte[INPUT_BYTES];
        while (true) {
            int n;
            try {
                n = input.read(buffer);
            } catch (IOException e) {
                attachment.close();
                return;
            }
            if (n < 0) {
                attachment.endInput();
                return;
            }
            try {
                if (!attachment.write(buffer, 0, n)) {
                    return;
                }
            } catch (IOException e) {
                // Somebody else has ended the process's input; its output goes on.
                return;
            }
        }
    }
}
