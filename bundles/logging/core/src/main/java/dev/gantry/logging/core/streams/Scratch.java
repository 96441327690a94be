package dev.gantry.logging.core.streams;

import dev.gantry.api.logging.LogBatch;
import java.util.concurrent.ArrayBlockingQueue;

/// What a pump needs while it works, shared by all pumps: an idle container has none.
final class Scratch {
    final byte[] bytes = new byte[PendingBytes.ROOM];
    final LogBatch batch = new LogBatch(PendingBytes.ROOM, 256);

    /// Those not in use.
    static final class Pool {
        private static final int KEPT = 8;
        private final ArrayBlockingQueue<Scratch> idle = new ArrayBlockingQueue<>(KEPT);

        Scratch take() {
            Scratch scratch = idle.poll();
            return scratch == null ? new Scratch() : scratch;
        }

        void giveBack(Scratch scratch) {
            scratch.batch.clear();
            idle.offer(scratch);
        }
    }
}
