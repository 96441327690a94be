package dev.gantry.images.transfer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.api.error.EngineException;
import dev.gantry.api.image.ProgressSink;
import dev.gantry.api.registry.BlobStream;
import dev.gantry.api.runtime.Descriptor;
import dev.gantry.images.store.Digests;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class BlobDownloadTest {
    private static final byte[] DATA = "0123456789".repeat(1000).getBytes(UTF_8);
    private static final Descriptor BLOB = new Descriptor("layer", Digests.of(DATA), DATA.length);

    private final MemoryContent content = new MemoryContent();
    private final List<String> told = new ArrayList<>();
    private final Deque<Answer> answers = new ArrayDeque<>();
    private final List<Long> offsets = new ArrayList<>();

    /// What the registry gives to one request.
    private interface Answer {
        BlobStream give(long offset) throws IOException;
    }

    private void run() {
        ProgressSink sink = message -> told.add(message.status());
        FakeRepository client = new FakeRepository() {
            @Override
            public BlobStream blob(Descriptor blob, long offset) {
                offsets.add(offset);
                try {
                    return answers.remove().give(offset);
                } catch (IOException e) {
                    throw EngineException.system(e.getMessage(), e);
                }
            }
        };
        TransferSettings settings = new TransferSettings(3, 5, 3, Duration.ofMillis(5));
        new BlobDownload(client, content, BLOB, settings, new ItemReport(sink, "id")).run(() -> false);
    }

    private static BlobStream whole(long offset) {
        return new BlobStream(
                new ByteArrayInputStream(DATA, (int) offset, DATA.length - (int) offset), offset, DATA.length);
    }

    private static BlobStream torn(long offset, int length) {
        InputStream part = new ByteArrayInputStream(DATA, (int) offset, length);
        InputStream tear = new InputStream() {
            @Override
            public int read() throws IOException {
                throw new EOFException("unexpected EOF");
            }
        };
        return new BlobStream(new SequenceInputStream(part, tear), offset, DATA.length);
    }

    @Test
    void downloadsVerifiesAndTells() {
        answers.add(BlobDownloadTest::whole);
        run();
        assertArrayEquals(DATA, content.blobs.get(BLOB.digest()));
        assertEquals(List.of("Downloading", "Verifying Checksum", "Download complete"), told);
    }

    @Test
    void goesOnWhereATornTransferStopped() {
        answers.add(offset -> torn(offset, 4000));
        answers.add(offset -> torn(offset, 3000));
        answers.add(BlobDownloadTest::whole);
        run();
        assertArrayEquals(DATA, content.blobs.get(BLOB.digest()));
        assertTrue(told.contains("Retrying in 1 second"), told.toString());
        assertEquals(List.of(0L), offsets.subList(0, 1));
    }

    @Test
    void givesUpAfterTheLastAttemptAndKeepsNothing() {
        for (int i = 0; i < 3; i++) {
            answers.add(offset -> torn(offset, 10));
        }
        assertEquals(
                "unexpected EOF", assertThrows(EngineException.class, this::run).getMessage());
        assertTrue(content.ingests.isEmpty() && content.blobs.isEmpty());
    }

    @Test
    void refusesOtherBytesThanPromised() {
        byte[] wrong = DATA.clone();
        wrong[5] = 'x';
        answers.add(_ -> new BlobStream(new ByteArrayInputStream(wrong), 0, wrong.length));
        assertEquals(
                "filesystem layer verification failed for digest " + BLOB.digest(),
                assertThrows(EngineException.class, this::run).getMessage());
        assertTrue(content.ingests.isEmpty() && content.blobs.isEmpty());
    }

    @Test
    void startsOverWhenAPiecedTogetherBlobIsWrong() {
        content.ingests.put("layer-" + BLOB.digest(), new MemoryContent.Bytes(Arrays.copyOf(new byte[] {9, 9}, 4)));
        answers.add(BlobDownloadTest::whole);
        answers.add(BlobDownloadTest::whole);
        run();
        assertEquals(List.of(4L, 0L), offsets);
        assertArrayEquals(DATA, content.blobs.get(BLOB.digest()));
    }

    @Test
    void startsOverWhereRangesAreNotServed() {
        content.ingests.put("layer-" + BLOB.digest(), new MemoryContent.Bytes(Arrays.copyOf(DATA, 400)));
        answers.add(_ -> whole(0));
        run();
        assertArrayEquals(DATA, content.blobs.get(BLOB.digest()));
    }

    @Test
    void doesNotAskAgainForWhatIsNotThere() {
        answers.add(_ -> {
            throw EngineException.notFound("blob unknown: blob unknown to registry");
        });
        assertEquals(
                "blob unknown: blob unknown to registry",
                assertThrows(EngineException.class, this::run).getMessage());
        assertEquals(1, offsets.size());
    }
}
