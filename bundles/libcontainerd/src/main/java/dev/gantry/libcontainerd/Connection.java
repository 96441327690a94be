package dev.gantry.libcontainerd;

import dev.gantry.api.error.EngineException;
import io.grpc.Channel;
import io.grpc.ClientInterceptors;
import io.grpc.ConnectivityState;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.MetadataUtils;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollDomainSocketChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.unix.DomainSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// The channel to one containerd socket. It reconnects by itself, quickly while somebody waits for it.
final class Connection implements AutoCloseable {
    private static final Metadata.Key<String> NAMESPACE =
            Metadata.Key.of("containerd-namespace", Metadata.ASCII_STRING_MARSHALLER);
    private static final Metadata.Key<String> LEASE =
            Metadata.Key.of("containerd-lease", Metadata.ASCII_STRING_MARSHALLER);
    private static final int MESSAGE_LIMIT = 16 << 20;
    private static final long FIRST_PAUSE_MILLIS = 10;
    private static final long LONGEST_PAUSE_MILLIS = 100;

    private final Path address;
    private final String namespace;
    private final EventLoopGroup loop;
    private final ManagedChannel channel;
    private final Channel plain;

    Connection(Path address, String namespace) {
        this.address = address;
        this.namespace = namespace;
        loop = new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());
        channel = NettyChannelBuilder.forAddress(new DomainSocketAddress(address.toString()))
                .channelType(EpollDomainSocketChannel.class, DomainSocketAddress.class)
                .eventLoopGroup(loop)
                .usePlaintext()
                .overrideAuthority("localhost")
                .directExecutor()
                .idleTimeout(365, TimeUnit.DAYS)
                .maxInboundMessageSize(MESSAGE_LIMIT)
                .flowControlWindow(1 << 20)
                .build();
        plain = headed(null);
    }

    Path address() {
        return address;
    }

    /// Calls in our namespace; under a lease when one is given.
    Channel channel(@Nullable String lease) {
        return lease == null ? plain : headed(lease);
    }

    private Channel headed(@Nullable String lease) {
        Metadata headers = new Metadata();
        headers.put(NAMESPACE, namespace);
        if (lease != null) {
            headers.put(LEASE, lease);
        }
        return ClientInterceptors.intercept(channel, MetadataUtils.newAttachHeadersInterceptor(headers));
    }

    /// Whether containerd was there when last heard of.
    boolean isReady() {
        return channel.getState(false) == ConnectivityState.READY;
    }

    /// Waits for the connection; does nothing when it stands.
    ///
    /// @throws EngineException UNAVAILABLE when it does not stand within the limit, or on an interrupt
    void await(Duration limit) {
        if (isReady()) {
            return;
        }
        long end = System.nanoTime() + limit.toNanos();
        long pause = FIRST_PAUSE_MILLIS;
        try {
            while (!becomesReady(pause)) {
                if (System.nanoTime() - end >= 0) {
                    throw EngineException.unavailable("containerd does not answer at " + address);
                }
                pause = Math.min(LONGEST_PAUSE_MILLIS, pause + 1);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw EngineException.unavailable("cancelled while waiting for containerd at " + address, e);
        }
    }

    /// A socket that is not there or refuses fails at once: then it is tried again after the pause, not after gRPC's own
    /// pauses, which grow to minutes.
    private boolean becomesReady(long pause) throws InterruptedException {
        ConnectivityState state = channel.getState(true);
        switch (state) {
            case READY -> {
                return true;
            }
            case SHUTDOWN -> throw EngineException.unavailable("the connection to containerd is being closed");
            case TRANSIENT_FAILURE -> {
                TimeUnit.MILLISECONDS.sleep(pause);
                channel.resetConnectBackoff();
            }
            case IDLE, CONNECTING -> {
                CountDownLatch changed = new CountDownLatch(1);
                channel.notifyWhenStateChanged(state, changed::countDown);
                changed.await(LONGEST_PAUSE_MILLIS, TimeUnit.MILLISECONDS);
            }
        }
        return false;
    }

    /// Refuses new calls; streams and calls that are open get at most `grace`, in the background, then are cut.
    void retire(Duration grace) {
        channel.shutdown();
        Thread.ofVirtual().name("containerd-retire").start(() -> {
            try {
                channel.awaitTermination(grace.toMillis(), TimeUnit.MILLISECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            close();
        });
    }

    @Override
    public void close() {
        channel.shutdownNow();
        loop.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    }
}
