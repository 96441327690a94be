package dev.gantry.network.core;

import dev.gantry.api.error.EngineException;
import dev.gantry.api.linux.NetlinkSocket;
import dev.gantry.api.network.Endpoint;
import dev.gantry.api.network.Network;
import dev.gantry.api.network.NetworkDriver;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// A real driver that is slow, or that fails to remove. Set up before it is bound.
final class OddDriver implements NetworkDriver {
    /// Open as soon as it restores for the first time.
    final CountDownLatch restoring = new CountDownLatch(1);

    /// What it waits for when it restores.
    CountDownLatch gate = new CountDownLatch(0);

    boolean removes = true;

    /// The default bridge as it has been told last.
    volatile @Nullable Network bridge;

    private final NetworkDriver real;

    OddDriver(NetworkDriver real) {
        this.real = real;
    }

    @Override
    public Attachment attachment() {
        return real.attachment();
    }

    @Override
    public Network prepare(Network network) {
        return real.prepare(network);
    }

    @Override
    public void restore(Network network, Collection<Endpoint> endpoints) {
        restoring.countDown();
        try {
            gate.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
        real.restore(network, endpoints);
        bridge = network;
    }

    @Override
    public void remove(Network network) {
        if (!removes) {
            throw EngineException.system("device or resource busy");
        }
        real.remove(network);
    }

    @Override
    public void join(Network network, Endpoint endpoint, Path namespace, NetlinkSocket inside, boolean defaultGateway) {
        real.join(network, endpoint, namespace, inside, defaultGateway);
    }

    @Override
    public void leave(Network network, Endpoint endpoint) {
        real.leave(network, endpoint);
    }

    @Override
    public void sweep(Network network, Supplier<List<Endpoint>> present) {
        real.sweep(network, present);
    }
}
