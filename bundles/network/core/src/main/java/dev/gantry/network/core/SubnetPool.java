package dev.gantry.network.core;

import dev.gantry.api.error.EngineException;
import dev.gantry.api.linux.IpPrefix;
import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.UUID;

/// A range that is cut into subnets of one size.
///
/// @param base the range
/// @param size prefix length of each subnet
record SubnetPool(IpPrefix base, int size) {
    private static final List<SubnetPool> DEFAULTS = List.of(
            new SubnetPool(IpPrefix.parse("172.17.0.0/16"), 16),
            new SubnetPool(IpPrefix.parse("172.18.0.0/16"), 16),
            new SubnetPool(IpPrefix.parse("172.19.0.0/16"), 16),
            new SubnetPool(IpPrefix.parse("172.20.0.0/14"), 16),
            new SubnetPool(IpPrefix.parse("172.24.0.0/14"), 16),
            new SubnetPool(IpPrefix.parse("172.28.0.0/14"), 16),
            new SubnetPool(IpPrefix.parse("192.168.0.0/16"), 20));

    SubnetPool {
        if (size < base.length() || size > base.address().getAddress().length * 8) {
            throw new IllegalArgumentException("invalid pool size " + size + " for " + base);
        }
    }

    /// Reads `base=10.0.0.0/8,size=24` lines; none means Docker's own pools. Where none is of IPv6, the engine's own pool of
    /// unique local addresses is added.
    ///
    /// @param engineId file with the engine's identifier
    static List<SubnetPool> of(List<String> lines, Path engineId) {
        List<SubnetPool> pools = new ArrayList<>();
        for (String line : lines) {
            String base = "";
            int size = 0;
            for (String part : line.split(",")) {
                if (part.startsWith("base=")) {
                    base = part.substring("base=".length());
                } else if (part.startsWith("size=")) {
                    size = Integer.parseInt(part.substring("size=".length()));
                }
            }
            pools.add(new SubnetPool(IpPrefix.parse(base).network(), size));
        }
        List<SubnetPool> all = new ArrayList<>(pools.isEmpty() ? DEFAULTS : pools);
        if (all.stream().noneMatch(pool -> pool.base.isIpv6())) {
            all.add(uniqueLocal(engineId));
        }
        return List.copyOf(all);
    }

    /// `fd`, forty bits that follow from the engine's identifier, and subnets of 64 bits.
    private static SubnetPool uniqueLocal(Path engineId) {
        try {
            // Without an identifier yet, anything else that nobody has: what is chosen is kept.
            String id = Files.exists(engineId)
                    ? Files.readString(engineId).strip()
                    : UUID.randomUUID().toString();
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(id.getBytes(StandardCharsets.UTF_8));
            byte[] address = new byte[16];
            address[0] = (byte) 0xFD;
            System.arraycopy(digest, 3, address, 1, 5);
            return new SubnetPool(new IpPrefix(InetAddress.getByAddress(address), 48), 64);
        } catch (IOException | NoSuchAlgorithmException e) {
            throw new IllegalStateException("the engine's identifier cannot be read", e);
        }
    }

    /// The first subnet of the pools of a family that shares no address with `taken`.
    static IpPrefix firstFree(List<SubnetPool> pools, boolean ipv6, Collection<IpPrefix> taken) {
        for (SubnetPool pool : pools) {
            if (pool.base.isIpv6() != ipv6) {
                continue;
            }
            BigInteger count = BigInteger.ONE.shiftLeft(pool.size - pool.base.length());
            for (long i = 0; i < count.longValue(); i++) {
                IpPrefix candidate = pool.subnet(i);
                if (taken.stream().noneMatch(candidate::overlaps)) {
                    return candidate;
                }
            }
        }
        throw EngineException.invalidParameter("all predefined address pools have been fully subnetted");
    }

    private IpPrefix subnet(long number) {
        byte[] bytes = base.network().address().getAddress();
        int bits = bytes.length * 8;
        BigInteger value =
                new BigInteger(1, bytes).add(BigInteger.valueOf(number).shiftLeft(bits - size));
        return new IpPrefix(address(value, bytes.length), size);
    }

    static InetAddress address(BigInteger value, int length) {
        byte[] raw = value.toByteArray();
        byte[] bytes = new byte[length];
        int count = Math.min(raw.length, length);
        System.arraycopy(raw, raw.length - count, bytes, length - count, count);
        try {
            return InetAddress.getByAddress(bytes);
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e);
        }
    }
}
