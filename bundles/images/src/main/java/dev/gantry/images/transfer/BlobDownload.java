package dev.gantry.images.transfer;

import dev.gantry.api.error.EngineException;
import dev.gantry.api.error.ErrorKind;
import dev.gantry.api.registry.BlobStream;
import dev.gantry.api.registry.RepositoryClient;
import dev.gantry.api.runtime.ContentStore;
import dev.gantry.api.runtime.ContentWriter;
import dev.gantry.api.runtime.Descriptor;
import dev.gantry.images.store.Uninterrupted;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/// Downloads one blob, in as many attempts as are allowed; each goes on where the last one stopped. containerd verifies digest and size. When it
/// fails for good, nothing of it stays, unless others want it still.
final class BlobDownload {
    private static final int PIECE = 256 << 10;

    private final RepositoryClient client;
    private final ContentStore content;
    private final Descriptor blob;
    private final TransferSettings settings;
    private final TransferReport report;
    private final String ref;

    BlobDownload(
            RepositoryClient client,
            ContentStore content,
            Descriptor blob,
            TransferSettings settings,
            TransferReport report) {
        this.client = client;
        this.content = content;
        this.blob = blob;
        this.settings = settings;
        this.report = report;
        this.ref = "layer-" + blob.digest();
    }

    /// @param wanted whether somebody else goes on with it when this one fails
    void run(BooleanSupplier wanted) {
        boolean done = false;
        try {
            attempts();
            done = true;
        } finally {
            if (!done && !wanted.getAsBoolean()) {
                Uninterrupted.run(() -> content.abort(ref));
            }
        }
    }

    private void attempts() {
        Retries retries = new Retries(settings.attempts(), settings.retryPause(), report);
        while (true) {
            try {
                if (attempt()) {
                    return;
                }
            } catch (IOException e) {
                retries.after(EngineException.system(String.valueOf(e.getMessage()), e));
            } catch (EngineException e) {
                retries.after(e);
            }
        }
    }

    /// @return false to start over at once
    private boolean attempt() throws IOException {
        Optional<ContentWriter> opened = content.writer(ref, blob);
        if (opened.isEmpty()) {
            report.state("Download complete");
            return true;
        }
        try (ContentWriter writer = opened.get()) {
            long resumedAt = writer.offset();
            if (resumedAt < blob.size() || blob.size() == 0) {
                transfer(writer);
            }
            report.state("Verifying Checksum");
            return commit(writer, resumedAt > 0);
        }
    }

    private void transfer(ContentWriter writer) throws IOException {
        try (BlobStream stream = client.blob(blob, writer.offset())) {
            if (stream.offset() != writer.offset()) {
                writer.restart();
            }
            long total = blob.size() > 0 ? blob.size() : Math.max(0, stream.size());
            byte[] piece = new byte[PIECE];
            for (int read = fill(stream, piece); read > 0; read = fill(stream, piece)) {
                writer.write(piece, 0, read);
                report.bytes("Downloading", writer.offset(), total);
                if (blob.size() > 0 && writer.offset() > blob.size()) {
                    return;
                }
            }
            if (writer.offset() < blob.size()) {
                throw new EOFException("unexpected EOF");
            }
        }
    }

    /// What has come by now, at least a byte: a slow registry is heard of, a fast one does not cost a call for each packet.
    private static int fill(BlobStream stream, byte[] piece) throws IOException {
        InputStream body = stream.body();
        int filled = body.read(piece, 0, piece.length);
        while (filled > 0 && filled < piece.length && body.available() > 0) {
            int more = body.read(piece, filled, piece.length - filled);
            if (more < 0) {
                return filled;
            }
            filled += more;
        }
        return filled;
    }

    /// @return false when a transfer that was pieced together is wrong, and a whole one may be right
    private boolean commit(ContentWriter writer, boolean pieced) {
        try {
            writer.commit(blob.size(), blob.digest(), Map.of());
        } catch (EngineException e) {
            if (e.kind() != ErrorKind.CONFLICT) {
                throw e;
            }
            if (pieced) {
                writer.restart();
                return false;
            }
            throw EngineException.invalidParameter(
                    "filesystem layer verification failed for digest " + blob.digest(), e);
        }
        report.state("Download complete");
        return true;
    }
}
