package dev.gantry.images.transfer;

import dev.gantry.api.image.ProgressSink;
import dev.gantry.api.types.ProgressDetail;
import java.util.concurrent.TimeUnit;

/// Tells how one layer goes. Bytes are told at most ten times a second.
final class ItemReport implements TransferReport {
    private static final ProgressDetail NONE = new ProgressDetail(0, 0, 0, false, "");
    private static final long PAUSE = TimeUnit.MILLISECONDS.toNanos(100);

    private final ProgressSink sink;
    private final String id;
    private long lastTold = System.nanoTime() - PAUSE;

    /// @param id twelve digits
    ItemReport(ProgressSink sink, String id) {
        this.sink = sink;
        this.id = id;
    }

    @Override
    public void state(String state) {
        sink.progress(id, state, NONE, "");
    }

    @Override
    public void bytes(String action, long current, long total) {
        long now = System.nanoTime();
        if (now - lastTold >= PAUSE || current == total) {
            lastTold = now;
            sink.progress(id, action, new ProgressDetail(current, total, 0, false, ""), ProgressBar.of(current, total));
        }
    }
}
