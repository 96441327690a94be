package dev.gantry.network.core;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One published port whose datagrams are carried. Each client has a socket towards the container, so that answers find back;
/// it is given up after a time without datagrams. Used by the thread of [UdpRelays] alone.
final class UdpRelay {
    private static final Logger log = LoggerFactory.getLogger(UdpRelay.class);
    private static final int CLIENTS = 1024;
    private static final Duration IDLE = Duration.ofSeconds(90);

    private final DatagramChannel server;
    private final RelayTarget target;
    private final Map<InetSocketAddress, Flow> flows = new HashMap<>();

    private static final class Flow {
        final InetSocketAddress client;
        final DatagramChannel channel;
        long used = System.nanoTime();

        Flow(InetSocketAddress client, DatagramChannel channel) {
            this.client = client;
            this.channel = channel;
        }
    }

    UdpRelay(DatagramChannel server, RelayTarget target) {
        this.server = server;
        this.target = target;
    }

    /// Takes one datagram from the socket that has some.
    void ready(SelectionKey key, ByteBuffer buffer) {
        try {
            if (key.channel() == server) {
                InetSocketAddress client = (InetSocketAddress) server.receive(buffer.clear());
                Flow flow = client == null ? null : flow(key, client);
                if (flow != null) {
                    flow.used = System.nanoTime();
                    flow.channel.write(buffer.flip());
                }
            } else {
                answer((DatagramChannel) key.channel(), buffer);
            }
        } catch (PortUnreachableException e) {
            // About an earlier datagram: nobody listens in the container, as yet.
            log.trace("relay to {}: {}", target, e.getMessage());
        } catch (IOException e) {
            log.debug("relay to {}: {}", target, e.getMessage());
        }
    }

    private void answer(DatagramChannel channel, ByteBuffer buffer) throws IOException {
        for (Flow flow : flows.values()) {
            if (flow.channel == channel) {
                if (channel.read(buffer.clear()) >= 0) {
                    flow.used = System.nanoTime();
                    server.send(buffer.flip(), flow.client);
                }
                return;
            }
        }
    }

    private @Nullable Flow flow(SelectionKey key, InetSocketAddress client) throws IOException {
        Flow known = flows.get(client);
        InetSocketAddress container = target.of(client.getAddress());
        if (known != null || container == null || flows.size() >= CLIENTS) {
            return known;
        }
        DatagramChannel channel = DatagramChannel.open();
        try {
            channel.configureBlocking(false);
            channel.connect(container);
            channel.register(key.selector(), SelectionKey.OP_READ, this);
        } catch (IOException e) {
            channel.close();
            throw e;
        }
        Flow flow = new Flow(client, channel);
        flows.put(client, flow);
        return flow;
    }

    /// Gives up clients that have been silent for long.
    void expire(long now) {
        flows.values().removeIf(flow -> now - flow.used > IDLE.toNanos() && isClosed(flow.channel));
    }

    private static boolean isClosed(DatagramChannel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            log.debug("relay: {}", e.getMessage());
        }
        return true;
    }

    void close() {
        isClosed(server);
        flows.values().forEach(flow -> isClosed(flow.channel));
        flows.clear();
    }
}
