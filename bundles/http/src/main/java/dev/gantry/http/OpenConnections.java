package dev.gantry.http;

import io.netty.channel.Channel;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/// All connections that are open, and how many requests are under way.
final class OpenConnections {
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

    /// Closes idle connections, gives the others time, then cuts them.
    ///
    /// @return whether none had to be cut
    boolean stop(Duration grace) throws InterruptedException {
        stopping = true;
        for (Channel channel : channels) {
            channel.eventLoop().execute(() -> {
                HttpConnection connection = channel.pipeline().get(HttpConnection.class);
                if (connection != null) {
                    connection.closeSoon();
                }
            });
        }
        if (channels.newCloseFuture().await(grace.toMillis())) {
            return true;
        }
        channels.close().await(1000);
        return false;
    }
}
