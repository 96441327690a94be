package dev.gantry.api.linux;

import java.io.IOException;
import org.osgi.annotation.versioning.ProviderType;

/// Tells of tables of the packet filter that are removed, in the namespace of the caller's thread.
@ProviderType
public interface FilterLosses {
    /// Watches until the answer is closed. Where there is no nftables, nothing is ever told.
    ///
    /// @param lost called after tables were removed, by whomever, or when what happened was missed; it must neither block nor
    ///     throw
    AutoCloseable watch(Runnable lost) throws IOException;
}
