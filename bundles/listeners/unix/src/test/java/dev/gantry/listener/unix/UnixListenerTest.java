package dev.gantry.listener.unix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.gantry.api.error.EngineException;
import dev.gantry.api.error.ErrorKind;
import dev.gantry.api.listener.BoundSocket;
import dev.gantry.api.listener.ListenAddress;
import dev.gantry.api.listener.Listener;
import dev.gantry.linux.KernelDescriptors;
import dev.gantry.linux.KernelFileNodes;
import dev.gantry.linux.KernelSockets;
import dev.gantry.linux.SystemCalls;
import dev.gantry.testkit.listener.ListenerContract;
import java.io.IOException;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

class UnixListenerTest extends ListenerContract {
    private final SystemCalls kernel = new SystemCalls();

    @TempDir
    Path dir;

    private ListenAddress address(String group) {
        return new ListenAddress("unix", dir.resolve("s").toString(), group);
    }

    @Override
    protected Listener listener() {
        return listener("");
    }

    private UnixListener listener(String runtimeDirectory) {
        return new UnixListener(
                new KernelSockets(kernel),
                new KernelDescriptors(kernel),
                new KernelFileNodes(kernel),
                runtimeDirectory);
    }

    private int mode() throws IOException {
        return new KernelFileNodes(kernel).status(dir.resolve("s")).permissions();
    }

    private int gid() throws IOException {
        return (Integer) Files.getAttribute(dir.resolve("s"), "unix:gid");
    }

    @Override
    protected ListenAddress freeAddress() {
        return address("");
    }

    @Override
    protected ListenAddress malformedAddress() {
        return new ListenAddress("unix", dir.resolve("missing/directory/s").toString(), "");
    }

    @Override
    protected SocketAddress clientAddress(BoundSocket socket) {
        return UnixDomainSocketAddress.of(socket.address());
    }

    @Override
    protected void close(int descriptor) throws IOException {
        new KernelDescriptors(kernel).close(descriptor);
    }

    @Test
    void letsOnlyOwnerAndGroupIn() throws IOException {
        BoundSocket bound = listener().bind(address("")).getFirst();
        assertEquals("rw-rw----", PosixFilePermissions.toString(Files.getPosixFilePermissions(dir.resolve("s"))));
        assertEquals(dir.resolve("s"), bound.path());
        close(bound.fd());
    }

    @Test
    void refusesAnUnknownGroupUnlessItIsTheDefault() throws IOException {
        EngineException refused =
                assertThrows(EngineException.class, () -> listener().bind(address("no-such-group")));
        assertEquals("group no-such-group not found", refused.getMessage());
        close(listener().bind(address("docker")).getFirst().fd());
    }

    @Test
    void aGroupMayBeANumber() throws IOException {
        int own = (Integer) Files.getAttribute(dir, "unix:gid");
        BoundSocket bound = listener().bind(address(String.valueOf(own))).getFirst();
        assertEquals(own, gid());
        close(bound.fd());
    }

    @Test
    void changesTheGroupOfAnOpenSocket() throws IOException {
        BoundSocket bound = listener().bind(address("")).getFirst();
        int own = gid();
        assertThrows(EngineException.class, () -> listener().regroup(bound, "no-such-group"));
        if (own == 0) {
            Runnable ready = listener().regroup(bound, "4711");
            assertEquals(own, gid());
            ready.run();
            assertEquals(4711, gid());
            listener().regroup(bound, "").run();
        }
        assertEquals(own, gid());
        assertEquals(0660, mode());
        close(bound.fd());
    }

    @Test
    void isStickyBelowTheRuntimeDirectory() throws IOException {
        BoundSocket bound = listener(dir.toString()).bind(address("")).getFirst();
        assertEquals(01660, mode());
        close(bound.fd());
        close(listener(dir.resolve("other").toString())
                .bind(address(""))
                .getFirst()
                .fd());
        assertEquals(0660, mode());
    }

    @Test
    void replacesWhateverNobodyAnswersOnButNoDirectory() throws IOException {
        Files.writeString(dir.resolve("s"), "a file");
        close(listener().bind(address("")).getFirst().fd());
        close(listener().bind(address("")).getFirst().fd());
        Files.delete(dir.resolve("s"));
        Files.createDirectory(dir.resolve("s"));
        EngineException refused =
                assertThrows(EngineException.class, () -> listener().bind(address("")));
        assertTrue(
                refused.getMessage().startsWith("can't create unix socket " + dir.resolve("s")), refused.getMessage());
        assertTrue(Files.isDirectory(dir.resolve("s")));
    }

    private void isReplaced(String what) throws IOException {
        close(listener().bind(address("")).getFirst().fd());
        assertEquals("socket", type(), what);
        Files.delete(dir.resolve("s"));
    }

    private String type() throws IOException {
        return (new KernelFileNodes(kernel).status(dir.resolve("s")).type() & 0170000) == 0140000 ? "socket" : "other";
    }

    @Test
    void anyFileThatCanBeUnlinkedIsReplaced() throws Exception {
        Path path = dir.resolve("s");
        Files.writeString(path, "x");
        isReplaced("a file");
        Files.createSymbolicLink(path, dir.resolve("nowhere"));
        isReplaced("a link to nothing");
        Path other = Files.writeString(dir.resolve("other"), "kept");
        Files.createSymbolicLink(path, other);
        isReplaced("a link");
        assertEquals("kept", Files.readString(other));
        assertEquals(0, new ProcessBuilder("mkfifo", path.toString()).start().waitFor());
        isReplaced("a fifo");
        close(listener().bind(address("")).getFirst().fd());
        isReplaced("a socket that nobody listens on");
        isReplaced("nothing");
    }

    @Test
    void withoutAGroupItIsTheProcesss() throws IOException {
        BoundSocket bound = listener().bind(address("")).getFirst();
        assertEquals(Files.getAttribute(Path.of("/proc/self"), "unix:gid"), gid());
        close(bound.fd());
    }

    @Test
    void anUnknownGroupIsAnError() {
        assertEquals(
                "group no-such-group not found",
                assertThrows(EngineException.class, () -> listener().bind(address("no-such-group")))
                        .getMessage());
    }

    @Test
    void aMissingDefaultGroupIsAWarningAndTheGroupIsTheProcesss() throws IOException {
        assumeFalse(Files.readString(Path.of("/etc/group")).contains("\ndocker:"), "this machine has the group");
        Logger logger = (Logger) LoggerFactory.getLogger(UnixListener.class);
        ListAppender<ILoggingEvent> log = new ListAppender<>();
        log.start();
        logger.addAppender(log);
        try {
            BoundSocket bound = listener().bind(address("docker")).getFirst();
            assertEquals(Files.getAttribute(Path.of("/proc/self"), "unix:gid"), gid());
            assertEquals(0660, mode());
            close(bound.fd());
        } finally {
            logger.detachAppender(log);
        }
        assertEquals(
                "[WARN] could not change group " + dir.resolve("s") + " to docker: group docker not found",
                log.list.getFirst().toString());
    }

    @Test
    void aFailureLeavesNothing() {
        assertThrows(EngineException.class, () -> listener().bind(address("no-such-group")));
        assertFalse(Files.exists(dir.resolve("s")));
    }

    @Test
    void saysWhatToPassWhenAnotherEngineAnswers() throws IOException {
        BoundSocket bound = listener().bind(address("")).getFirst();
        EngineException refused =
                assertThrows(EngineException.class, () -> listener().bind(address("")));
        assertEquals(ErrorKind.CONFLICT, refused.kind());
        assertTrue(refused.getMessage().contains("-H") && refused.getMessage().contains("--data-root"));
        close(bound.fd());
    }
}
