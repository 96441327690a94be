package dev.gantry.linux;

/// System calls that we make, with their numbers on the two machines that we run on.
public enum SystemCall {
    READ(0, 63),
    WRITE(1, 64),
    CLOSE(3, 57),
    IOCTL(16, 29),
    SOCKET(41, 198),
    CONNECT(42, 203),
    SENDTO(44, 206),
    RECVFROM(45, 207),
    SENDMSG(46, 211),
    BIND(49, 200),
    LISTEN(50, 201),
    GETSOCKNAME(51, 204),
    SETSOCKOPT(54, 208),
    GETSOCKOPT(55, 209),
    KILL(62, 129),
    FCNTL(72, 25),
    CHDIR(80, 49),
    UMASK(95, 166),
    STATFS(137, 43),
    MOUNT(165, 40),
    UMOUNT2(166, 39),
    LSETXATTR(189, 6),
    LGETXATTR(192, 9),
    LLISTXATTR(195, 12),
    EPOLL_CTL(233, 21),
    OPENAT(257, 56),
    MKNODAT(259, 33),
    FCHOWNAT(260, 54),
    FCHMODAT(268, 53),
    UNSHARE(272, 97),
    UTIMENSAT(280, 88),
    EPOLL_PWAIT(281, 22),
    EVENTFD2(290, 19),
    EPOLL_CREATE1(291, 20),
    DUP3(292, 24),
    PIPE2(293, 59),
    SETNS(308, 268),
    STATX(332, 291),
    PIDFD_SEND_SIGNAL(424, 424),
    PIDFD_OPEN(434, 434),
    OPENAT2(437, 437);

    /// Whether this machine is an AArch64, else it is an x86-64.
    static final boolean ARM = System.getProperty("os.arch", "").equals("aarch64");

    private final int number;

    SystemCall(int amd64, int arm64) {
        this.number = System.getProperty("os.arch", "").equals("aarch64") ? arm64 : amd64;
    }

    int number() {
        return number;
    }
}
