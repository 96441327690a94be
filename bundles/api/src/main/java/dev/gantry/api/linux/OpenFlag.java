package dev.gantry.api.linux;

/// How to open a file; `O_CLOEXEC` is always set. Without WRITE and READ_WRITE it is for reading.
public enum OpenFlag {
    /// For writing only.
    WRITE,
    /// For both.
    READ_WRITE,
    /// Made when absent, with the given mode less the umask.
    CREATE,
    /// With [#CREATE]: refuse when present.
    EXCLUSIVE,
    /// Emptied.
    TRUNCATE,
    /// Every write goes to the end.
    APPEND,
    /// Reads and writes never wait; opening a fifo does not either.
    NON_BLOCKING,
    /// A directory or nothing.
    DIRECTORY,
    /// Refuse a symbolic link as the last component.
    NO_FOLLOW,
    /// A name only: usable for `/proc/self/fd` paths and as a root, not for reading.
    PATH,
    /// A terminal does not become ours.
    NO_CONTROLLING_TERMINAL
}
