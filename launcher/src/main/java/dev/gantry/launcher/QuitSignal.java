package dev.gantry.launcher;

import com.sun.management.HotSpotDiagnosticMXBean;
import com.sun.management.HotSpotDiagnosticMXBean.ThreadDumpFormat;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/// SIGQUIT as dockerd has it: the stacks of all threads on standard error, then the exit status 2, with nothing cleaned up.
///
/// The virtual machine keeps this signal to itself: it would write its own threads only, and go on. Its handler runs on threads where no
/// Java code may, so ours is machine code that does nothing but write to an event descriptor; a thread of ours reads that. Tools like
/// `jcmd` send the same signal to be let in, after they have made a file; then it is handed on to the virtual machine. Elsewhere than on
/// x86-64 all stays as the virtual machine has it.
final class QuitSignal {
    private static final int QUIT = 3;
    private static final int STATUS = 2;

    private static final long READ = 0;
    private static final long MMAP = 9;
    private static final long MPROTECT = 10;
    private static final long GETPID = 39;
    private static final long KILL = 62;
    private static final long EVENTFD2 = 290;

    private static final long PAGE = 4096;
    private static final long READ_WRITE = 3;
    private static final long READ_EXECUTE = 5;
    private static final long PRIVATE_ANONYMOUS = 0x22;
    private static final long CLOEXEC = 0x80000;

    /// `struct sigaction`: the handler, 128 bytes of mask, the flags, and what libc puts there itself.
    private static final long ACTION_SIZE = 152;
    private static final long ACTION_FLAGS = 136;
    private static final int RESTART_ON_STACK = 0x1800_0000;

    private static final Duration TO_BE_LET_IN = Duration.ofSeconds(5);

    private final ValueLayout.OfLong word = ValueLayout.JAVA_LONG;
    private final Linker linker = Linker.nativeLinker();
    private final MethodHandle syscall = linker.downcallHandle(
            linker.defaultLookup().findOrThrow("syscall"),
            FunctionDescriptor.of(word, word, word, word, word, word, word, word));
    private final MethodHandle sigaction = linker.downcallHandle(
            linker.defaultLookup().findOrThrow("sigaction"),
            FunctionDescriptor.of(
                    ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.ADDRESS));
    private final MemorySegment ours = Arena.global().allocate(ACTION_SIZE, 8);
    private final MemorySegment machines = Arena.global().allocate(ACTION_SIZE, 8);
    private final PrintStream out;

    private QuitSignal(PrintStream out) {
        this.out = out;
    }

    /// Takes the signal over, in a thread of its own.
    static void watch(ProcessLog log, PrintStream out) {
        if (System.getProperty("os.arch", "").equals("amd64")) {
            Thread.ofPlatform().daemon().name("gantry-quit").start(() -> {
                try {
                    new QuitSignal(out).run();
                } catch (Throwable e) {
                    log.warn("SIGQUIT stays with the virtual machine: " + e);
                }
            });
        }
    }

    private void run() throws Throwable {
        long events = call(EVENTFD2, 0, CLOEXEC);
        ours.set(word, 0, handler((int) events));
        ours.set(ValueLayout.JAVA_INT, ACTION_FLAGS, RESTART_ON_STACK);
        MemorySegment count = Arena.global().allocate(word);
        install(ours, machines);
        while (true) {
            if (call(READ, events, count.address(), word.byteSize()) != word.byteSize()) {
                continue;
            }
            if (isSentByATool()) {
                letIn();
            } else {
                end();
            }
        }
    }

    /// The address of `write(descriptor, &one, 8)`, without anything that a signal must not do.
    private long handler(int descriptor) throws Throwable {
        byte[] code = ByteBuffer.allocate(33)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put((byte) 0xb8)
                .putInt(1) // mov eax, 1: write
                .put((byte) 0xbf)
                .putInt(descriptor) // mov edi, descriptor
                .put(new byte[] {0x48, (byte) 0x8d, 0x35})
                .putInt(8) // lea rsi, [rip + 8]: the last eight bytes
                .put((byte) 0xba)
                .putInt(8) // mov edx, 8
                .put(new byte[] {0x0f, 0x05, (byte) 0xc3}) // syscall; ret
                .putLong(1)
                .array();
        long page = call(MMAP, 0, PAGE, READ_WRITE, PRIVATE_ANONYMOUS, -1, 0);
        MemorySegment.ofAddress(page).reinterpret(PAGE).asByteBuffer().put(code);
        call(MPROTECT, page, PAGE, READ_EXECUTE);
        return page;
    }

    private void install(MemorySegment action, MemorySegment before) throws Throwable {
        if ((int) sigaction.invokeExact(QUIT, action, before) != 0) {
            throw new IOException("sigaction failed");
        }
    }

    private long call(long number, long... a) throws Throwable {
        long[] all = java.util.Arrays.copyOf(a, 6);
        long result = (long) syscall.invokeExact(number, all[0], all[1], all[2], all[3], all[4], all[5]);
        if (result == -1 && number != READ) {
            throw new IOException("system call " + number + " failed");
        }
        return result;
    }

    private static boolean isSentByATool() {
        String name = ".attach_pid" + ProcessHandle.current().pid();
        return Files.exists(Path.of(name)) || Files.exists(Path.of("/tmp", name));
    }

    private void letIn() throws Throwable {
        install(machines, MemorySegment.NULL);
        call(KILL, call(GETPID), QUIT);
        long end = System.nanoTime() + TO_BE_LET_IN.toNanos();
        Path door = Path.of("/tmp/.java_pid" + ProcessHandle.current().pid());
        while (isSentByATool() && Files.notExists(door) && System.nanoTime() - end < 0) {
            // Nobody tells when; the tool looks again and again, too.
            LockSupport.parkNanos(1_000_000);
        }
        install(ours, MemorySegment.NULL);
    }

    private void end() {
        try {
            Path directory = Files.createTempDirectory("gantry-stacks");
            Path file = directory.resolve("dump");
            ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class)
                    .dumpThreads(file.toString(), ThreadDumpFormat.TEXT_PLAIN);
            out.println("SIGQUIT: quit");
            Files.copy(file, out);
            out.flush();
            Files.delete(file);
            Files.delete(directory);
        } catch (IOException e) {
            out.println("SIGQUIT: quit, the stacks cannot be shown: " + e);
        } finally {
            Runtime.getRuntime().halt(STATUS);
        }
    }
}
