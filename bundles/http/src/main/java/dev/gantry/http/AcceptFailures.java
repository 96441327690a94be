package dev.gantry.http;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.util.List;
import java.util.function.Consumer;

/// First in the pipeline of a listening socket: tells a failure that comes again at each attempt from one that passes, such as too many
/// open files.
final class AcceptFailures extends ChannelInboundHandlerAdapter {
    private static final List<String> LASTING = List.of(
            "Invalid argument", "Bad file descriptor", "Operation not supported", "Socket operation on non-socket");

    private final Consumer<String> lasting;

    /// @param lasting is told what stands against accepting any more
    AcceptFailures(Consumer<String> lasting) {
        this.lasting = lasting;
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        String reason = String.valueOf(cause.getMessage());
        if (LASTING.stream().anyMatch(reason::contains)) {
            lasting.accept(reason);
        }
        context.fireExceptionCaught(cause);
    }
}
