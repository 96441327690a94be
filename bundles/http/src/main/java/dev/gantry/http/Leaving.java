package dev.gantry.http;

import io.netty.channel.Channel;
import io.netty.handler.ssl.SslHandler;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;

/// One connection's way to the successor of this bundle.
final class Leaving {
    private final Predicate<Channel> take;
    private final CompletableFuture<Void> done;

    /// @param take is given the channel, which is no longer registered; its descriptor is open. False: close it
    /// @param done completes when nobody has to wait for the connection
    Leaving(Predicate<Channel> take, CompletableFuture<Void> done) {
        this.take = take;
        this.done = done;
    }

    /// Whether the connection cannot be handed over: what TLS knows of it is in this version's memory.
    static boolean isStuck(Channel channel) {
        TlsDoor door = channel.pipeline().get(TlsDoor.class);
        return channel.pipeline().get(SslHandler.class) != null || door != null && door.isOpening();
    }

    /// Event loop: the connection rests between two requests, and is not stuck.
    ///
    /// @param traveller is asked again when the channel is off its event loop, for that takes a while, in which the client may send or go
    void leave(HttpConnection traveller) {
        Channel channel = traveller.channel();
        channel.deregister().addListener(_ -> {
            if (!channel.isOpen()) {
                // Its descriptor may be somebody else's by now.
                done();
            } else if (!traveller.departs()) {
                channel.eventLoop().register(channel).addListener(back -> {
                    if (back.isSuccess()) {
                        channel.read();
                    } else {
                        channel.close();
                        done();
                    }
                });
            } else {
                if (!take.test(channel)) {
                    channel.close();
                }
                done();
            }
        });
    }

    void done() {
        done.complete(null);
    }
}
