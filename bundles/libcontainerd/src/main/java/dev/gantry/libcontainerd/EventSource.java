package dev.gantry.libcontainerd;

import dev.gantry.proto.containerd.events.NamespaceUpdate;
import dev.gantry.proto.containerd.eventservice.Envelope;
import dev.gantry.proto.containerd.eventservice.EventsGrpc;
import dev.gantry.proto.containerd.eventservice.PublishRequest;
import dev.gantry.proto.containerd.eventservice.SubscribeRequest;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.Status;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// One subscription call. The event loop only fills a queue; no more envelopes are asked for than its window.
///
/// containerd does not say when a subscription has taken effect. So a mark of our own is published until it comes back:
/// whatever is asked from then on, and the events that follow, leave no gap between them.
final class EventSource implements AutoCloseable {
    private static final int WINDOW = 256;
    private static final long MARK_MILLIS = 20;
    private static final int MARKS = 250;

    private final Channel channel;
    private final String mark = "/gantry/mark/" + UUID.randomUUID();
    private final ClientCall<SubscribeRequest, Envelope> call;
    private final LinkedBlockingQueue<Object> queue = new LinkedBlockingQueue<>();
    private final CountDownLatch open = new CountDownLatch(1);

    /// @param namespace whose task events are wanted
    EventSource(Channel channel, String namespace) {
        this.channel = channel;
        call = channel.newCall(EventsGrpc.getSubscribeMethod(), CallOptions.DEFAULT);
        call.start(new Receiver(), new Metadata());
        call.request(WINDOW);
        call.sendMessage(SubscribeRequest.newBuilder()
                .addFilters("namespace==" + namespace + ",topic~=|^/tasks/|")
                .addFilters("namespace==" + namespace + ",topic==\"" + mark + "\"")
                .build());
        call.halfClose();
    }

    /// Waits until the subscription has taken effect, or the stream has ended.
    void awaitOpen() throws InterruptedException {
        PublishRequest publish = PublishRequest.newBuilder()
                .setTopic(mark)
                .setEvent(TypedJson.message(NamespaceUpdate.getDefaultInstance()))
                .build();
        for (int i = 0; i < MARKS; i++) {
            EventsGrpc.newBlockingStub(channel).publish(publish);
            if (open.await(MARK_MILLIS, TimeUnit.MILLISECONDS)) {
                return;
            }
        }
        throw Status.DEADLINE_EXCEEDED
                .withDescription("containerd does not deliver events")
                .asRuntimeException();
    }

    /// The next envelope; null when the stream has ended.
    @Nullable Envelope next() throws InterruptedException {
        if (queue.take() instanceof Envelope envelope) {
            call.request(1);
            return envelope;
        }
        return null;
    }

    @Override
    public void close() {
        call.cancel("no longer needed", null);
    }

    private final class Receiver extends ClientCall.Listener<Envelope> {
        @Override
        public void onMessage(Envelope message) {
            if (message.getTopic().equals(mark)) {
                open.countDown();
                call.request(1);
            } else {
                queue.add(message);
            }
        }

        @Override
        public void onClose(Status status, Metadata trailers) {
            open.countDown();
            queue.add(status);
        }
    }
}
