package dev.gantry.http;

import io.netty.channel.Channel;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// All connections that are open, and how many requests are under way.
final class OpenConnections {
    private static final Logger LOG = LoggerFactory.getLogger(OpenConnections.class);
    private static final int CUT_MILLIS = 1000;

    private final int limit;
    private final ChannelGroup channels = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE, true);
    private final AtomicInteger requests = new AtomicInteger();
    private volatile boolean stopping;

    OpenConnections(int limit) {
        this.limit = limit;
    }

    /// @return whether there is room for it
    boolean add(Channel channel) {
        if (channels.size() >= limit) {
            return false;
        }
        channels.add(channel);
        return true;
    }

    int size() {
        return channels.size();
    }

    int requests() {
        return requests.get();
    }

    void requestBegins() {
        requests.incrementAndGet();
    }

    void requestEnds() {
        requests.decrementAndGet();
    }

    boolean isStopping() {
        return stopping;
    }

    /// Hands connections over to the successor of this bundle, each between two requests. Those that are streams by now go on; what
    /// has not ended in time goes on as well, and is closed after its answer.
    ///
    /// @param take takes the descriptor of a channel that is no longer registered; false when it is too late for that
    void handOver(Predicate<Channel> take, Duration limit) throws InterruptedException {
        List<CompletableFuture<Void>> leaving = new ArrayList<>();
        for (Channel channel : channels) {
            CompletableFuture<Void> done = new CompletableFuture<>();
            Leaving how = new Leaving(
                    gone -> {
                        channels.remove(gone);
                        return take.test(gone);
                    },
                    done);
            channel.closeFuture().addListener(_ -> how.done());
            OnLoop.run(channel, () -> {
                HttpConnection connection = channel.pipeline().get(HttpConnection.class);
                if (connection == null) {
                    how.done();
                } else {
                    connection.leave(how);
                }
            });
            leaving.add(done);
        }
        try {
            CompletableFuture.allOf(leaving.toArray(new CompletableFuture<?>[0]))
                    .get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            LOG.debug("requests still run", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        } finally {
            stopping = true;
        }
    }

    /// Runs `action` when the connections that there are now have been closed; at once when there is none.
    void whenClosed(Runnable action) {
        channels.newCloseFuture().addListener(_ -> action.run());
    }

    /// Closes idle connections; the others close after the request under way.
    void closeIdle() {
        stopping = true;
        for (Channel channel : channels) {
            channel.eventLoop().execute(() -> {
                HttpConnection connection = channel.pipeline().get(HttpConnection.class);
                if (connection != null) {
                    connection.closeSoon();
                }
            });
        }
    }

    /// Gives requests and streams time, then cuts what is open. Who has left HTTP is not waited for: nothing tells when a raw
    /// connection is done.
    ///
    /// @return whether nothing had to be cut
    boolean stop(Duration grace) throws InterruptedException {
        closeIdle();
        boolean ended = channels.newCloseFuture(OpenConnections::speaksHttp).await(grace.toMillis());
        boolean none = channels.isEmpty();
        channels.close().await(CUT_MILLIS);
        return ended && none;
    }

    private static boolean speaksHttp(Channel channel) {
        return channel.pipeline().get(HttpConnection.class) != null;
    }
}
