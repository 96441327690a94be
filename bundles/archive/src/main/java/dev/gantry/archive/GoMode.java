package dev.gantry.archive;

import dev.gantry.api.linux.FileStatus;

/// File modes as Go has them.
final class GoMode {
    private GoMode() {}

    static long of(FileStatus status) {
        int bits = status.permissions();
        long mode = bits & 0777;
        mode |= (bits & 04000) != 0 ? 1L << 23 : 0;
        mode |= (bits & 02000) != 0 ? 1L << 22 : 0;
        mode |= (bits & 01000) != 0 ? 1L << 20 : 0;
        return mode
                | switch (status.type()) {
                    case 0040000 -> 1L << 31;
                    case 0120000 -> 1L << 27;
                    case 0060000 -> 1L << 26;
                    case 0020000 -> 1L << 26 | 1L << 21;
                    case 0010000 -> 1L << 25;
                    case 0140000 -> 1L << 24;
                    default -> 0;
                };
    }
}
