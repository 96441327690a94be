package dev.gantry.api.logging.file;

/// When a log file is put aside, and how many are kept.
///
/// @param maxSize bytes from which on the next record goes to a new file; [#UNLIMITED] for never
/// @param maxFiles files kept, the one in use included; at least 1
/// @param compress whether files put aside are compressed with gzip, in the background
public record Rotation(long maxSize, int maxFiles, boolean compress) {
    /// No limit of the size.
    public static final long UNLIMITED = -1;

    /// One file that grows for ever.
    public static final Rotation NONE = new Rotation(UNLIMITED, 1, false);

    /// Refuses less than one file.
    public Rotation {
        if (maxFiles < 1) {
            throw new IllegalArgumentException("maxFiles is " + maxFiles);
        }
    }
}
