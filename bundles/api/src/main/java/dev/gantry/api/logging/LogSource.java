package dev.gantry.api.logging;

import java.nio.charset.StandardCharsets;

/// Which of a container's outputs a line came from. A terminal has one output only, recorded as [#STDOUT].
public enum LogSource {
    /// File descriptor 1.
    STDOUT("stdout", 1),
    /// File descriptor 2.
    STDERR("stderr", 2);

    private final String word;
    private final int number;

    LogSource(String word, int number) {
        this.word = word;
        this.number = number;
    }

    /// `stdout` or `stderr`, as Docker's drivers store it.
    public String word() {
        return word;
    }

    /// 1 or 2, as in the frames of a multiplexed stream.
    public int number() {
        return number;
    }

    /// The source whose [#word] stands in these bytes; everything but `stderr` is standard output.
    public static LogSource of(byte[] word) {
        return new String(word, StandardCharsets.US_ASCII).equals(STDERR.word) ? STDERR : STDOUT;
    }
}
