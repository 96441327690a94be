package dev.gantry.exec;

import dev.gantry.api.error.EngineException;
import dev.gantry.api.exec.ExecSession;
import dev.gantry.api.lease.OutlivingSlots;
import dev.gantry.api.logging.AttachRequest;
import dev.gantry.api.logging.Attachment;
import dev.gantry.api.logging.LogSource;
import dev.gantry.api.logging.StreamFrame;
import dev.gantry.api.logging.StreamRequest;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A claimed exec and the client that claimed it.
final class AttachedSession implements ExecSession {
    private final Exec exec;
    private final Launcher launcher;
    private final byte[] detachKeys;
    private final @Nullable List<Integer> size;
    private boolean begun;

    AttachedSession(Exec exec, Launcher launcher, byte[] detachKeys, @Nullable List<Integer> size) {
        this.exec = exec;
        this.launcher = launcher;
        this.detachKeys = detachKeys;
        this.size = size;
    }

    @Override
    public boolean tty() {
        return exec.request().Tty();
    }

    @Override
    public void run(InputStream fromClient, OutputStream toClient) throws IOException {
        begun = true;
        boolean stdin = exec.request().AttachStdin();
        StreamRequest streams = launcher.streams(exec, stdin);
        AttachRequest wanted = new AttachRequest(
                stdin, exec.request().AttachStdout() || tty(), exec.request().AttachStderr(), detachKeys);
        try (OutlivingSlots.Stream _ = launcher.session();
                Attachment attachment = launcher.attach(streams, wanted)) {
            launcher.start(exec, streams, size);
            Attachment.End end = attachment.transfer(stdin ? fromClient : null, toClient, !tty());
            if (end == Attachment.End.DETACHED) {
                launcher.announce(exec, "exec_detach", Map.of("execID", exec.id()));
            }
        } catch (EngineException e) {
            tell(toClient, e.getMessage() + "\r\n");
        }
    }

    @Override
    public void close() {
        if (!begun) {
            exec.unclaim();
        }
    }

    private void tell(OutputStream toClient, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        if (tty()) {
            toClient.write(bytes);
        } else {
            StreamFrame.write(toClient, LogSource.STDOUT.number(), bytes, 0, bytes.length);
        }
    }
}
