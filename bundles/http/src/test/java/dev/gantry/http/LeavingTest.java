package dev.gantry.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.api.http.Peer;
import dev.gantry.api.lease.ServiceSlot;
import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.local.LocalAddress;
import io.netty.channel.local.LocalChannel;
import io.netty.channel.local.LocalIoHandler;
import io.netty.channel.local.LocalServerChannel;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.codec.http.HttpResponseEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// A channel is off its event loop some time after that was asked for; these are about what happens in between.
@Timeout(30)
class LeavingTest {
    private final EventLoopGroup loop = new MultiThreadIoEventLoopGroup(1, LocalIoHandler.newFactory());
    private final List<Channel> taken = new CopyOnWriteArrayList<>();
    private final CompletableFuture<Void> done = new CompletableFuture<>();
    private Channel channel;
    private HttpConnection connection;

    @BeforeEach
    void connect() throws Exception {
        CompletableFuture<Channel> accepted = new CompletableFuture<>();
        LocalAddress address = new LocalAddress(LeavingTest.class);
        new ServerBootstrap()
                .group(loop)
                .channel(LocalServerChannel.class)
                .childHandler(new ChannelInboundHandlerAdapter() {
                    @Override
                    public void handlerAdded(ChannelHandlerContext ctx) {
                        serve(ctx.channel());
                        accepted.complete(ctx.channel());
                    }
                })
                .bind(address)
                .sync();
        new Bootstrap()
                .group(loop)
                .channel(LocalChannel.class)
                .handler(new ChannelInboundHandlerAdapter())
                .connect(address)
                .sync();
        channel = accepted.get();
    }

    private void serve(Channel served) {
        served.config().setAutoRead(false);
        connection = new HttpConnection(
                served,
                Limits.standard(),
                new Dispatcher(new Routes(Duration.ZERO), new ServiceSlot<>("json"), new SwapGate(Duration.ZERO)),
                new OpenConnections(1),
                () -> new Peer("", "", -1, -1, -1, List.of()));
        served.pipeline()
                .addLast(
                        new WireHandler(connection, Duration.ofMinutes(1)),
                        connection.decoder(),
                        new HttpResponseEncoder(),
                        connection);
    }

    @AfterEach
    void end() throws InterruptedException {
        loop.shutdownGracefully(0, 1, TimeUnit.SECONDS).sync();
    }

    /// Asks for the departure and lets `meanwhile` happen before the channel is off its loop.
    private void leave(Runnable meanwhile) throws InterruptedException {
        channel.eventLoop()
                .submit(() -> {
                    connection.leave(new Leaving(taken::add, done));
                    meanwhile.run();
                })
                .sync();
        // One more round: what the departure has put off is done by then.
        channel.eventLoop().submit(() -> {}).sync();
    }

    @Test
    void goesAsItRests() throws Exception {
        leave(() -> {});
        done.get();
        assertEquals(List.of(channel), taken);
        assertFalse(channel.isRegistered());
        assertTrue(channel.isOpen());
    }

    @Test
    void aConnectionThatIsClosedMeanwhileIsNotTaken() throws Exception {
        leave(() -> channel.close());
        done.get();
        assertEquals(List.of(), taken);
    }

    @Test
    void aClientThatGoesMeanwhileIsNotTaken() throws Exception {
        leave(() -> channel.pipeline().fireUserEventTriggered(ChannelInputShutdownEvent.INSTANCE));
        done.get();
        assertEquals(List.of(), taken);
        assertFalse(channel.isOpen());
    }

    @Test
    void aRequestThatBeginsMeanwhileIsServedHere() throws Exception {
        leave(() -> channel.pipeline().fireChannelRead(Unpooled.copiedBuffer("GET /a HT", StandardCharsets.US_ASCII)));
        assertEquals(List.of(), taken);
        assertTrue(channel.isOpen());
        assertTrue(channel.isRegistered());
        assertFalse(done.isDone());
    }
}
