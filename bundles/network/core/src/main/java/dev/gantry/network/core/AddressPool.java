package dev.gantry.network.core;

import dev.gantry.api.error.EngineException;
import dev.gantry.api.linux.IpPrefix;
import dev.gantry.api.network.Subnet;
import java.math.BigInteger;
import java.net.InetAddress;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// The addresses of one subnet. They are given out one after the other, so that a released one is used again last.
final class AddressPool {
    private final Subnet subnet;
    private final BigInteger base;
    private final long first;
    private final long last;
    private final Set<Long> taken = new HashSet<>();
    private long cursor;

    AddressPool(Subnet subnet) {
        this.subnet = subnet;
        this.base = new BigInteger(1, subnet.prefix().address().getAddress());
        IpPrefix range =
                subnet.range() == null ? subnet.prefix() : subnet.range().network();
        boolean ipv4 = !subnet.prefix().isIpv6();
        long low = offset(range.network().address());
        long high = offset(range.last());
        // Network and broadcast address of the subnet are nobody's.
        this.first = Math.max(low, 1);
        this.last = ipv4
                        && high == offset(subnet.prefix().last())
                        && subnet.prefix().length() < 31
                ? high - 1
                : high;
        this.cursor = first - 1;
        if (subnet.gateway() != null) {
            taken.add(offset(subnet.gateway()));
        }
        subnet.auxiliary().values().forEach(address -> taken.add(offset(address)));
    }

    /// The next free address.
    ///
    /// @param network named in the failure
    synchronized IpPrefix next(String network) {
        long candidate = cursor;
        long size = last - first + 1;
        for (long tries = 0; tries < size && tries <= taken.size() + 1L; tries++) {
            candidate = candidate >= last || candidate < first - 1 ? first : candidate + 1;
            if (taken.add(candidate)) {
                cursor = candidate;
                return prefix(candidate);
            }
        }
        String family = subnet.prefix().isIpv6() ? "IPv6" : "IPv4";
        throw EngineException.unavailable(
                "no available " + family + " addresses on this network's address pools: " + network);
    }

    /// Takes the very address, as at a restore.
    ///
    /// @throws EngineException FORBIDDEN when it is taken; INVALID_PARAMETER when it is outside
    synchronized IpPrefix take(InetAddress address) {
        if (!subnet.prefix().contains(address)) {
            throw EngineException.invalidParameter("invalid address " + IpPrefix.text(address)
                    + ": It does not belong to any of this network's subnets");
        }
        if (!taken.add(offset(address))) {
            throw EngineException.forbidden("Address already in use");
        }
        return new IpPrefix(address, subnet.prefix().length());
    }

    /// Takes what another pool of the same subnet has given out, and goes on where it was.
    synchronized void takeOver(AddressPool before) {
        before.given().forEach(address -> taken.add(offset(address)));
        continueAfter(before.latest());
    }

    private synchronized List<InetAddress> given() {
        Set<Long> given = new HashSet<>(taken);
        if (subnet.gateway() != null) {
            given.remove(offset(subnet.gateway()));
        }
        subnet.auxiliary().values().forEach(address -> given.remove(offset(address)));
        return given.stream().map(offset -> prefix(offset).address()).toList();
    }

    private synchronized InetAddress latest() {
        return prefix(cursor).address();
    }

    /// Goes on after this address.
    synchronized void continueAfter(InetAddress address) {
        long offset = offset(address);
        if (offset >= first && offset <= last) {
            cursor = offset;
        }
    }

    synchronized void release(InetAddress address) {
        if (!address.equals(subnet.gateway())) {
            taken.remove(offset(address));
        }
    }

    private long offset(InetAddress address) {
        return new BigInteger(1, address.getAddress())
                .subtract(base)
                .min(BigInteger.valueOf(Long.MAX_VALUE / 2))
                .longValue();
    }

    private IpPrefix prefix(long offset) {
        int length = subnet.prefix().address().getAddress().length;
        return new IpPrefix(
                SubnetPool.address(base.add(BigInteger.valueOf(offset)), length),
                subnet.prefix().length());
    }
}
