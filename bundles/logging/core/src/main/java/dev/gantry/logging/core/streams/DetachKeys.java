package dev.gantry.logging.core.streams;

import java.io.ByteArrayOutputStream;

/// Looks for the detach sequence in what a client types. Keys that may belong to it are held back until that is known.
final class DetachKeys {
    private final byte[] keys;
    private int matched;

    DetachKeys(byte[] keys) {
        this.keys = keys;
    }

    /// Passes on what is not part of the sequence.
    ///
    /// @return whether the sequence is complete; what follows it is not passed on
    boolean scan(byte[] bytes, int offset, int length, ByteArrayOutputStream passed) {
        for (int i = offset; i < offset + length; i++) {
            if (bytes[i] != keys[matched]) {
                passed.write(keys, 0, matched);
                matched = 0;
            }
            if (bytes[i] == keys[matched]) {
                matched++;
                if (matched == keys.length) {
                    return true;
                }
            } else {
                passed.write(bytes[i]);
            }
        }
        return false;
    }

    /// Takes the keys that are held back: somebody else goes on looking.
    void takeHeld(ByteArrayOutputStream target) {
        target.write(keys, 0, matched);
        matched = 0;
    }
}
