package dev.gantry.api.logging;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.api.error.EngineException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class LastingAttachmentTest {
    private final BlockingQueue<Provided> successors = new LinkedBlockingQueue<>();

    /// One provider's attachment, which does what a test tells it.
    private static final class Provided implements Attachment {
        private static final Chunk LAST = new Chunk(LogSource.STDOUT, new byte[0]);
        private final BlockingQueue<Chunk> output = new LinkedBlockingQueue<>();
        private final CompletableFuture<End> end = new CompletableFuture<>();
        private final List<String> got = new CopyOnWriteArrayList<>();
        private byte[] unwritten = new byte[0];

        Provided says(String text) {
            output.add(new Chunk(LogSource.STDOUT, text.getBytes(StandardCharsets.UTF_8)));
            return this;
        }

        Provided ends(End how) {
            if (end.complete(how)) {
                output.add(LAST);
            }
            return this;
        }

        @Override
        public Chunk read() throws InterruptedException {
            Chunk next = output.take();
            if (next.bytes().length == 0) {
                output.add(next);
                return null;
            }
            return next;
        }

        @Override
        public boolean write(byte[] bytes, int offset, int length) {
            byte[] given = Arrays.copyOfRange(bytes, offset, offset + length);
            if (end.isDone()) {
                unwritten = given;
                return false;
            }
            if (length > 0) {
                got.add(new String(given, StandardCharsets.UTF_8));
            }
            return true;
        }

        @Override
        public byte[] unwritten() {
            return unwritten;
        }

        @Override
        public void endInput() {
            if (!end.isDone()) {
                got.add("end");
            }
        }

        @Override
        public End end() {
            return end.join();
        }

        @Override
        public Rest rest() {
            return end.getNow(null) == End.PROVIDER_LEFT
                    ? new Rest(
                            new StreamRequest("c", null, false, true, true, () -> {}),
                            new AttachRequest(true, true, true, new byte[0]),
                            "mark",
                            true)
                    : null;
        }

        @Override
        public void close() {
            ends(End.CLOSED);
        }
    }

    private Attachment next(Attachment.Rest rest) {
        assertEquals("mark", rest.mark());
        try {
            return successors.take();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void givesWhatThePredecessorHadFirst() {
        Provided first = new Provided().says("one ").ends(Attachment.End.PROVIDER_LEFT);
        successors.add(new Provided().says("two ").ends(Attachment.End.PROVIDER_LEFT));
        successors.add(new Provided().says("three").ends(Attachment.End.OUTPUT_ENDED));
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        assertEquals(
                Attachment.End.OUTPUT_ENDED, new LastingAttachment(first, this::next).transfer(null, output, false));
        assertEquals("one two three", output.toString(StandardCharsets.UTF_8));
    }

    @Test
    void givesInputThatOneHasNotTakenToTheNextAndTheEndAfterIt() throws Exception {
        Provided first = new Provided();
        Provided second = new Provided();
        LastingAttachment client = new LastingAttachment(first, this::next);
        assertTrue(client.write(new byte[] {'a'}, 0, 1));
        first.ends(Attachment.End.PROVIDER_LEFT);
        successors.add(second);
        assertTrue(client.write(new byte[] {'b', 'c'}, 0, 2));
        client.endInput();
        assertEquals(List.of("a"), first.got);
        assertEquals(List.of("bc", "end"), second.got);
        assertArrayEquals(new byte[0], client.unwritten());
        client.close();
    }

    @Test
    void tellsTheNextOfAnEndThatThePredecessorMayNotHaveHeardOf() throws Exception {
        Provided first = new Provided();
        Provided second = new Provided();
        LastingAttachment client = new LastingAttachment(first, this::next);
        client.endInput();
        first.ends(Attachment.End.PROVIDER_LEFT);
        successors.add(second);
        while (second.got.isEmpty()) {
            Thread.onSpinWait();
        }
        assertEquals(List.of("end"), second.got);
        client.close();
    }

    @Test
    void tellsTheNextOfAnEndAlsoWhenTheClientHasGoneSince() {
        Provided first = new Provided();
        Provided second = new Provided();
        LastingAttachment client = new LastingAttachment(first, this::next);
        client.endInput();
        first.ends(Attachment.End.PROVIDER_LEFT);
        client.close();
        successors.add(second);
        assertEquals(Attachment.End.CLOSED, second.end());
        assertEquals(List.of("end"), second.got);
    }

    @Test
    void holdsNoFormerProviderForAClientThatTypesNothing() throws Exception {
        Provided last = new Provided().says("read");
        ReferenceQueue<Provided> gone = new ReferenceQueue<>();
        List<WeakReference<Provided>> former = new ArrayList<>();
        LastingAttachment client = afterThree(each -> former.add(new WeakReference<>(each, gone)), last);
        assertNotNull(client.read());
        for (int left = former.size(); left > 0; ) {
            System.gc();
            left -= gone.remove(100) == null ? 0 : 1;
        }
        assertTrue(client.write(new byte[] {'a'}, 0, 1));
        assertEquals(List.of("a"), last.got);
        client.close();
    }

    private LastingAttachment afterThree(Consumer<Provided> former, Provided last) {
        Provided first = new Provided().ends(Attachment.End.PROVIDER_LEFT);
        Provided second = new Provided().ends(Attachment.End.PROVIDER_LEFT);
        Provided third = new Provided().ends(Attachment.End.PROVIDER_LEFT);
        List.of(first, second, third).forEach(former);
        successors.addAll(List.of(second, third, last));
        return new LastingAttachment(first, this::next);
    }

    @Test
    void endsWhenNobodyGoesOn() throws Exception {
        Provided first = new Provided().ends(Attachment.End.PROVIDER_LEFT);
        LastingAttachment client = new LastingAttachment(first, _ -> {
            throw EngineException.unavailable("container output is not available");
        });
        assertNull(client.read());
        assertEquals(Attachment.End.CLOSED, client.end());
    }

    @Test
    void comesBackAlsoForAClientThatHasGoneSoThatTheOutputDoesNotWaitForIt() {
        Provided first = new Provided().ends(Attachment.End.PROVIDER_LEFT);
        Provided second = new Provided();
        LastingAttachment client = new LastingAttachment(first, this::next);
        client.close();
        successors.add(second);
        assertEquals(Attachment.End.CLOSED, second.end());
    }

    @Test
    void dropsAClientThatHasReadNothingOfManyPredecessors() {
        Provided stuck = new Provided().says("unread").ends(Attachment.End.PROVIDER_LEFT);
        LastingAttachment client = new LastingAttachment(stuck, this::next);
        Provided last = stuck;
        for (int i = 0; i < 9; i++) {
            last = new Provided();
            if (i < 8) {
                last.ends(Attachment.End.PROVIDER_LEFT);
            }
            successors.add(last);
        }
        assertEquals(Attachment.End.CLOSED, last.end());
        assertNull(client.rest());
    }

    @Test
    void carriesTheInputToItsEnd() {
        Provided only = new Provided();
        CompletableFuture<Attachment.End> end = CompletableFuture.supplyAsync(
                () -> only.transfer(
                        new ByteArrayInputStream("typed".getBytes(StandardCharsets.UTF_8)),
                        new ByteArrayOutputStream(),
                        true),
                task -> Thread.ofVirtual().start(task));
        while (only.got.size() < 2) {
            Thread.onSpinWait();
        }
        assertEquals(List.of("typed", "end"), only.got);
        only.ends(Attachment.End.OUTPUT_ENDED);
        assertEquals(Attachment.End.OUTPUT_ENDED, end.join());
    }
}
