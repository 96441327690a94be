package dev.gantry.api.linux;

import java.io.IOException;

/// A system call was refused.
public final class ErrnoException extends IOException {
    private static final long serialVersionUID = 1L;

    private final Errno errno;
    private final int number;

    /// @param what the call and its object, such as `mount /x`
    /// @param number the kernel's error number, positive
    public ErrnoException(String what, int number) {
        this(what, number, words(number));
    }

    /// @param what the call and its object
    /// @param number the kernel's error number, positive
    /// @param words what the kernel itself said about it, instead of the usual words
    public ErrnoException(String what, int number, String words) {
        super(what + ": " + words);
        this.number = number;
        this.errno = Errno.of(number);
    }

    /// The reason.
    public Errno errno() {
        return errno;
    }

    /// The kernel's number, also where [#errno] is [Errno#OTHER].
    public int number() {
        return number;
    }

    /// Whether the reason is `expected`.
    public boolean is(Errno expected) {
        return errno == expected;
    }

    private static String words(int number) {
        Errno errno = Errno.of(number);
        return errno == Errno.OTHER ? "errno " + number : errno.words();
    }
}
