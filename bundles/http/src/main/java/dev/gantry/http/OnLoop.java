package dev.gantry.http;

import io.netty.channel.Channel;
import java.util.concurrent.RejectedExecutionException;

/// Hands work to a connection's event loop.
final class OnLoop {
    private OnLoop() {}

    /// @return false when the server has been shut down meanwhile, and the connection with it
    static boolean run(Channel channel, Runnable work) {
        try {
            channel.eventLoop().execute(work);
            return true;
        } catch (RejectedExecutionException e) {
            return false;
        }
    }
}
