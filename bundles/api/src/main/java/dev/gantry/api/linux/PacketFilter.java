package dev.gantry.api.linux;

import java.io.IOException;
import org.osgi.annotation.versioning.ProviderType;

/// Packet filter and address translation rules, in the daemon's network namespace.
@ProviderType
public interface PacketFilter {
    /// Whether the nftables library and the kernel's nftables are both here. When false, [#restore] is all there is.
    boolean hasNftables();

    /// Runs `nft` commands, one on each line, as one transaction: all or none.
    ///
    /// @return what they print
    /// @throws IOException with the library's words
    String run(String commands) throws IOException;

    /// As [#run], with the output in JSON.
    String runJson(String commands) throws IOException;

    /// Feeds `iptables-restore --noflush`; for machines without nftables only.
    void restore(boolean ipv6, String rules) throws IOException;
}
