package dev.gantry.linux;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;

/// libnftables with one context. Loading it takes milliseconds and happens with the first use.
final class NftLibrary {
    private static final String FILE = "libnftables.so.1";
    private static final int JSON = 1 << 4;

    private final MethodHandle run;
    private final MethodHandle output;
    private final MethodHandle error;
    private final MethodHandle format;
    private final MemorySegment context;

    /// @throws IOException when the machine has no such library
    NftLibrary() throws IOException {
        Linker linker = Linker.nativeLinker();
        try {
            SymbolLookup library = SymbolLookup.libraryLookup(FILE, Arena.global());
            FunctionDescriptor text = FunctionDescriptor.of(ADDRESS, ADDRESS);
            FunctionDescriptor flag = FunctionDescriptor.of(JAVA_INT, ADDRESS);
            this.run = linker.downcallHandle(
                    library.findOrThrow("nft_run_cmd_from_buffer"), FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS));
            this.output = linker.downcallHandle(library.findOrThrow("nft_ctx_get_output_buffer"), text);
            this.error = linker.downcallHandle(library.findOrThrow("nft_ctx_get_error_buffer"), text);
            this.format = linker.downcallHandle(
                    library.findOrThrow("nft_ctx_output_set_flags"), FunctionDescriptor.ofVoid(ADDRESS, JAVA_INT));
            MethodHandle open =
                    linker.downcallHandle(library.findOrThrow("nft_ctx_new"), FunctionDescriptor.of(ADDRESS, JAVA_INT));
            this.context = (MemorySegment) open.invokeExact(0);
            int kept = (int) linker.downcallHandle(library.findOrThrow("nft_ctx_buffer_output"), flag)
                    .invokeExact(context);
            int keptToo = (int) linker.downcallHandle(library.findOrThrow("nft_ctx_buffer_error"), flag)
                    .invokeExact(context);
            if (kept != 0 || keptToo != 0) {
                throw new IOException(FILE + ": no buffers");
            }
        } catch (IOException e) {
            throw e;
        } catch (Throwable e) {
            throw new IOException(FILE + ": " + e.getMessage(), e);
        }
    }

    /// Runs commands as one transaction.
    synchronized String run(String commands, boolean json) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            format.invokeExact(context, json ? JSON : 0);
            int result = (int) run.invokeExact(context, arena.allocateFrom(commands));
            String printed = text((MemorySegment) output.invokeExact(context));
            String complaint = text((MemorySegment) error.invokeExact(context));
            if (result != 0) {
                throw new IOException("nftables: " + (complaint.isBlank() ? "failed" : complaint.strip()));
            }
            return printed;
        } catch (IOException e) {
            throw e;
        } catch (Throwable e) {
            throw new IOException("nftables: " + e.getMessage(), e);
        }
    }

    private static String text(MemorySegment zeroEnded) {
        return zeroEnded.equals(MemorySegment.NULL)
                ? ""
                : zeroEnded.reinterpret(Long.MAX_VALUE).getString(0, StandardCharsets.UTF_8);
    }
}
