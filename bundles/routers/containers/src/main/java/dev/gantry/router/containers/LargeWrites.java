package dev.gantry.router.containers;

import java.io.BufferedOutputStream;
import java.io.OutputStream;

/// Collects small writes: each write to an answer is sent by itself.
final class LargeWrites extends BufferedOutputStream {
    LargeWrites(OutputStream out) {
        super(out, 64 * 1024);
    }
}
