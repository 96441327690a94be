package dev.gantry.api.linux;

/// The kernel's reasons, with the words that container tools print for them.
public enum Errno {
    /// Not the owner, or a capability is missing.
    EPERM(1, "operation not permitted"),
    /// A path or object is missing.
    ENOENT(2, "no such file or directory"),
    /// The process is gone.
    ESRCH(3, "no such process"),
    /// A signal came first.
    EINTR(4, "interrupted system call"),
    /// The device failed.
    EIO(5, "input/output error"),
    /// Nobody at the other end of a fifo or device.
    ENXIO(6, "no such device or address"),
    /// Argument list too long.
    E2BIG(7, "argument list too long"),
    /// Not an executable format.
    ENOEXEC(8, "exec format error"),
    /// Not an open descriptor.
    EBADF(9, "bad file descriptor"),
    /// Try again: nothing there now.
    EAGAIN(11, "resource temporarily unavailable"),
    /// The kernel has no memory left for this.
    ENOMEM(12, "cannot allocate memory"),
    /// Permission bits or a security module forbid it.
    EACCES(13, "permission denied"),
    /// In use.
    EBUSY(16, "device or resource busy"),
    /// Already there.
    EEXIST(17, "file exists"),
    /// Across file systems.
    EXDEV(18, "invalid cross-device link"),
    /// The device or driver is absent.
    ENODEV(19, "no such device"),
    /// A path component is no directory.
    ENOTDIR(20, "not a directory"),
    /// A directory where a file was wanted.
    EISDIR(21, "is a directory"),
    /// The kernel makes no sense of the arguments.
    EINVAL(22, "invalid argument"),
    /// The machine has no descriptors left.
    ENFILE(23, "too many open files in system"),
    /// The process has no descriptors left.
    EMFILE(24, "too many open files"),
    /// The disk is full.
    ENOSPC(28, "no space left on device"),
    /// Mounted read-only.
    EROFS(30, "read-only file system"),
    /// Nobody reads.
    EPIPE(32, "broken pipe"),
    /// A number or buffer is too small.
    ERANGE(34, "numerical result out of range"),
    /// A name is too long.
    ENAMETOOLONG(36, "file name too long"),
    /// The kernel lacks the call.
    ENOSYS(38, "function not implemented"),
    /// A directory has entries.
    ENOTEMPTY(39, "directory not empty"),
    /// Too many symbolic links.
    ELOOP(40, "too many levels of symbolic links"),
    /// No such extended attribute.
    ENODATA(61, "no data available"),
    /// The kernel does not speak it, such as SCTP without its module.
    EPROTONOSUPPORT(93, "protocol not supported"),
    /// Not a kind of socket that there is.
    ESOCKTNOSUPPORT(94, "socket type not supported"),
    /// The object or file system cannot do that.
    EOPNOTSUPP(95, "operation not supported"),
    /// The address family is switched off.
    EAFNOSUPPORT(97, "address family not supported by protocol"),
    /// Somebody listens there.
    EADDRINUSE(98, "address already in use"),
    /// Not an address of this machine.
    EADDRNOTAVAIL(99, "cannot assign requested address"),
    /// The interface is down.
    ENETDOWN(100, "network is down"),
    /// No route.
    ENETUNREACH(101, "network is unreachable"),
    /// Netlink lost messages.
    ENOBUFS(105, "no buffer space available"),
    /// Not connected; for veth: the peer is not there yet.
    ENOTCONN(107, "transport endpoint is not connected"),
    /// Over a quota.
    EDQUOT(122, "disk quota exceeded"),
    /// Any other number.
    OTHER(0, "unknown error");

    private final int number;
    private final String words;

    Errno(int number, String words) {
        this.number = number;
        this.words = words;
    }

    /// The number in the kernel's headers; 0 for [#OTHER].
    public int number() {
        return number;
    }

    /// The reason in words, in lower case, without a full stop.
    public String words() {
        return words;
    }

    /// The constant for a number, [#OTHER] when there is none.
    public static Errno of(int number) {
        for (Errno errno : values()) {
            if (errno.number == number) {
                return errno;
            }
        }
        return OTHER;
    }
}
