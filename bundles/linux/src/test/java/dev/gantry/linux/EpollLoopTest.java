package dev.gantry.linux;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.api.linux.ErrnoException;
import dev.gantry.api.linux.OpenFlag;
import dev.gantry.api.linux.ReadinessLoop.Interest;
import dev.gantry.api.linux.ReadinessLoop.Watch;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EpollLoopTest {
    private final SystemCalls kernel = new SystemCalls();
    private final KernelDescriptors descriptors = new KernelDescriptors(kernel);
    private EpollLoop loop;

    @TempDir
    Path directory;

    @BeforeEach
    void open() throws Exception {
        loop = new EpollLoop(kernel);
    }

    @AfterEach
    void close() throws Exception {
        loop.close();
    }

    @Test
    void tellsEachReadinessOnceUntilRearmed() throws Exception {
        int[] pipe = descriptors.pipe();
        BlockingQueue<Boolean> told = new LinkedBlockingQueue<>();
        Watch watch = loop.watch(pipe[0], Interest.READ, (readable, writable, hungUp) -> told.add(hungUp));
        write(pipe[1], "a");
        assertEquals(false, told.poll(5, TimeUnit.SECONDS));
        write(pipe[1], "b");
        assertEquals(null, told.poll(100, TimeUnit.MILLISECONDS));
        watch.rearm(Interest.READ);
        assertEquals(false, told.poll(5, TimeUnit.SECONDS));
        descriptors.close(pipe[1]);
        watch.rearm(Interest.READ);
        assertEquals(true, told.poll(5, TimeUnit.SECONDS));
        watch.close();
        watch.rearm(Interest.READ);
        assertEquals(null, told.poll(100, TimeUnit.MILLISECONDS));
        descriptors.close(pipe[0]);
    }

    @Test
    void aWatchForNothingIsSilentEvenAtAHangUp() throws Exception {
        int[] pipe = descriptors.pipe();
        BlockingQueue<Boolean> told = new LinkedBlockingQueue<>();
        Watch watch = loop.watch(pipe[0], Interest.NONE, (readable, writable, hungUp) -> told.add(hungUp));
        descriptors.close(pipe[1]);
        assertEquals(null, told.poll(100, TimeUnit.MILLISECONDS));
        watch.rearm(Interest.READ);
        assertEquals(true, told.poll(5, TimeUnit.SECONDS));
        watch.close();
        descriptors.close(pipe[0]);
    }

    @Test
    void refusesARegularFile() throws Exception {
        int fd = descriptors.open(Files.createFile(directory.resolve("f")), 0);
        ErrnoException refused =
                assertThrows(ErrnoException.class, () -> loop.watch(fd, Interest.READ, (r, w, h) -> {}));
        assertEquals("epoll_ctl: operation not permitted", refused.getMessage());
        descriptors.close(fd);
    }

    @Test
    void readsAFifoToItsEnd() throws Exception {
        Path fifo = directory.resolve("fifo");
        new KernelFileNodes(kernel).makeFifo(fifo, 0600);
        int reader = descriptors.open(fifo, 0, OpenFlag.NON_BLOCKING);
        int writer = descriptors.open(fifo, 0, OpenFlag.WRITE, OpenFlag.NON_BLOCKING);
        ByteBuffer buffer = ByteBuffer.allocateDirect(16);
        assertEquals(0, descriptors.read(reader, buffer));
        write(writer, "hello");
        assertEquals(5, descriptors.available(reader));
        assertEquals(5, descriptors.read(reader, buffer));
        descriptors.close(writer);
        assertEquals(-1, descriptors.read(reader, buffer));
        descriptors.close(reader);
        assertTrue(new KernelFileNodes(kernel).status(fifo).permissions() == 0600);
        assertFalse(new KernelFileNodes(kernel).status(fifo).isRegular());
    }

    private void write(int fd, String text) throws Exception {
        ByteBuffer bytes = ByteBuffer.allocateDirect(text.length());
        bytes.put(text.getBytes(UTF_8)).flip();
        descriptors.write(fd, bytes);
    }
}
