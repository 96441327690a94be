package dev.gantry.images.transfer;

import dev.gantry.api.error.EngineException;
import dev.gantry.api.runtime.ContentStore;
import dev.gantry.api.runtime.ContentWriter;
import dev.gantry.api.runtime.Descriptor;
import dev.gantry.images.store.Uninterrupted;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.UUID;
import java.util.function.LongConsumer;

/// Writes what a client sends into the content store.
final class Ingest {
    private static final int PIECE = 256 << 10;

    private Ingest() {}

    /// Writes a stream whose digest is not known beforehand.
    ///
    /// @param told how much has come
    static Descriptor write(ContentStore leased, InputStream in, String mediaType, LongConsumer told)
            throws IOException {
        String ref = "ingest-" + UUID.randomUUID();
        boolean done = false;
        try (ContentWriter writer = leased.writer(ref, new Descriptor(mediaType, "", 0))
                .orElseThrow(() -> EngineException.system("could not store what was sent"))) {
            byte[] piece = new byte[PIECE];
            for (int read = in.readNBytes(piece, 0, PIECE); read > 0; read = in.readNBytes(piece, 0, PIECE)) {
                writer.write(piece, 0, read);
                told.accept(writer.offset());
            }
            long size = writer.offset();
            String digest = writer.commit(0, "", Map.of());
            done = true;
            return new Descriptor(mediaType, digest, size);
        } finally {
            if (!done) {
                Uninterrupted.run(() -> leased.abort(ref));
            }
        }
    }
}
