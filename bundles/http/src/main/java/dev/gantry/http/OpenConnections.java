package dev.gantry.http;

import io.netty.channel.Channel;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/// All connections that are open, and how many requests are under way.
final class OpenConnections {
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
