package dev.gantry.linux;

import dev.gantry.api.linux.Errno;
import dev.gantry.api.linux.ErrnoException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.nio.file.Path;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/// Makes system calls through libc's `syscall`: one downcall handle serves all, so the first use of each costs nothing.
///
/// Pointers travel as numbers; the caller keeps the arena of what they point at open until the call returns.
@Component(service = SystemCalls.class)
public final class SystemCalls {
    /// "The current directory" for the `…at` calls; our paths are absolute.
    static final long AT_FDCWD = -100;

    static final long AT_SYMLINK_NOFOLLOW = 0x100;

    private static final int RETRIES = 100;

    private final MethodHandle syscall;
    private final StructLayout state = Linker.Option.captureStateLayout();
    private final VarHandle errno = state.varHandle(MemoryLayout.PathElement.groupElement("errno"));

    /// Links `syscall`.
    @Activate
    public SystemCalls() {
        ValueLayout.OfLong word = ValueLayout.JAVA_LONG;
        Linker linker = Linker.nativeLinker();
        this.syscall = linker.downcallHandle(
                linker.defaultLookup().findOrThrow("syscall"),
                FunctionDescriptor.of(word, word, word, word, word, word, word, word),
                Linker.Option.captureCallState("errno"));
    }

    /// Makes the call, again when a signal interrupts it.
    ///
    /// @return the result, or the negated error number
    public long attempt(SystemCall call, long... arguments) {
        for (int tries = 0; ; tries++) {
            long result = once(call, arguments);
            if (result != -Errno.EINTR.number() || tries == RETRIES) {
                return result;
            }
        }
    }

    /// Makes the call.
    ///
    /// @param what the call and its object for the failure's message
    public long call(SystemCall call, String what, long... arguments) throws ErrnoException {
        long result = attempt(call, arguments);
        if (result < 0) {
            throw new ErrnoException(what, (int) -result);
        }
        return result;
    }

    /// Makes the call about a file.
    long call(SystemCall call, String what, Path path, long... arguments) throws ErrnoException {
        long result = attempt(call, arguments);
        if (result < 0) {
            throw new ErrnoException(what + " " + path, (int) -result);
        }
        return result;
    }

    private long once(SystemCall call, long[] a) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment captured = arena.allocate(state);
            long result = (long) syscall.invokeExact(
                    captured, (long) call.number(), at(a, 0), at(a, 1), at(a, 2), at(a, 3), at(a, 4), at(a, 5));
            return result == -1 ? -(int) errno.get(captured, 0L) : result;
        } catch (Throwable e) {
            throw new IllegalStateException("system call " + call, e);
        }
    }

    private static long at(long[] arguments, int index) {
        return index < arguments.length ? arguments[index] : 0;
    }

    /// A path as the kernel reads it.
    static long pointer(Arena arena, Path path) {
        return pointer(arena, path.toString());
    }

    /// A text as the kernel reads it.
    static long pointer(Arena arena, String text) {
        return arena.allocateFrom(text).address();
    }
}
