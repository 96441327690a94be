package dev.gantry.libcontainerd;

import dev.gantry.api.error.EngineException;
import dev.gantry.api.error.ErrorKind;
import dev.gantry.api.runtime.ContentInfo;
import dev.gantry.api.runtime.ContentStore;
import dev.gantry.api.runtime.ContentWriter;
import dev.gantry.api.runtime.Descriptor;
import dev.gantry.api.runtime.IngestStatus;
import dev.gantry.proto.containerd.content.AbortRequest;
import dev.gantry.proto.containerd.content.ContentGrpc;
import dev.gantry.proto.containerd.content.ContentGrpc.ContentBlockingStub;
import dev.gantry.proto.containerd.content.DeleteContentRequest;
import dev.gantry.proto.containerd.content.Info;
import dev.gantry.proto.containerd.content.InfoRequest;
import dev.gantry.proto.containerd.content.ListContentRequest;
import dev.gantry.proto.containerd.content.ListStatusesRequest;
import dev.gantry.proto.containerd.content.Status;
import dev.gantry.proto.containerd.content.StatusRequest;
import dev.gantry.proto.containerd.content.UpdateRequest;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/// Blobs on containerd's content service.
@Component
public final class ContainerdContent implements ContentStore {
    private static final long LOCK_WAIT_NANOS = TimeUnit.SECONDS.toNanos(10);
    private static final long LOCK_RETRY_MILLIS = 50;

    private final Containerd containerd;
    private final @Nullable String lease;

    /// Called by Declarative Services.
    @Activate
    public ContainerdContent(@Reference Containerd containerd) {
        this(containerd, null);
    }

    private ContainerdContent(Containerd containerd, @Nullable String lease) {
        this.containerd = containerd;
        this.lease = lease;
    }

    @Override
    public ContentStore under(String leaseId) {
        return new ContainerdContent(containerd, leaseId);
    }

    @Override
    public Optional<ContentInfo> find(String digest) {
        InfoRequest request = InfoRequest.newBuilder().setDigest(digest).build();
        return unlessNotFound(() -> info(ask(stub -> stub.info(request)).getInfo()));
    }

    @Override
    public List<ContentInfo> list(String... filters) {
        ListContentRequest request =
                ListContentRequest.newBuilder().addAllFilters(List.of(filters)).build();
        return ask(stub -> {
            List<ContentInfo> all = new ArrayList<>();
            stub.list(request).forEachRemaining(page -> page.getInfoList().forEach(i -> all.add(info(i))));
            return all;
        });
    }

    @Override
    public InputStream open(String digest, long offset) {
        if (find(digest).isEmpty()) {
            throw EngineException.notFound("content " + digest + ": not found");
        }
        return new BlobStream(containerd.channel(null), digest, offset);
    }

    @Override
    public byte[] read(String digest, int limit) {
        try (InputStream stream = new BlobStream(containerd.channel(null), digest, 0)) {
            byte[] bytes = stream.readNBytes(limit);
            if (stream.read() >= 0) {
                throw EngineException.invalidParameter("content " + digest + " is larger than " + limit + " bytes");
            }
            return bytes;
        } catch (IOException e) {
            throw e.getCause() instanceof EngineException engine ? engine : Failures.of(e);
        }
    }

    @Override
    public Optional<ContentWriter> writer(String ref, Descriptor expected) {
        long end = System.nanoTime() + LOCK_WAIT_NANOS;
        while (true) {
            try {
                return Optional.of(new IngestWriter(containerd.channel(lease), ref, expected));
            } catch (EngineException e) {
                if (e.kind() == ErrorKind.CONFLICT && !expected.digest().isEmpty()) {
                    return Optional.empty();
                }
                if (!isLocked(e) || System.nanoTime() - end >= 0) {
                    throw e;
                }
                pause(e);
            }
        }
    }

    private static boolean isLocked(EngineException e) {
        return e.kind() == ErrorKind.UNAVAILABLE
                && String.valueOf(e.getMessage()).contains("locked");
    }

    private static void pause(EngineException reason) {
        try {
            TimeUnit.MILLISECONDS.sleep(LOCK_RETRY_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw reason;
        }
    }

    @Override
    public ContentInfo put(Descriptor descriptor, byte[] data, Map<String, String> labels) {
        Optional<ContentWriter> opened = writer("put-" + descriptor.digest(), descriptor);
        if (opened.isEmpty()) {
            return label(descriptor.digest(), labels);
        }
        try (ContentWriter writer = opened.get()) {
            if (writer.offset() > 0) {
                writer.restart();
            }
            writer.write(data, 0, data.length);
            writer.commit(data.length, descriptor.digest(), labels);
        }
        return find(descriptor.digest())
                .orElseThrow(() -> EngineException.system("content " + descriptor.digest() + " was collected"));
    }

    @Override
    public Optional<IngestStatus> ingest(String ref) {
        StatusRequest request = StatusRequest.newBuilder().setRef(ref).build();
        return unlessNotFound(() -> status(ask(stub -> stub.status(request)).getStatus()));
    }

    @Override
    public List<IngestStatus> ingests() {
        return ask(stub -> stub.listStatuses(ListStatusesRequest.getDefaultInstance())).getStatusesList().stream()
                .map(ContainerdContent::status)
                .toList();
    }

    @Override
    public void abort(String ref) {
        AbortRequest request = AbortRequest.newBuilder().setRef(ref).build();
        unlessNotFound(() -> call(stub -> stub.abort(request)));
    }

    @Override
    public ContentInfo label(String digest, Map<String, String> labels) {
        if (labels.isEmpty()) {
            return find(digest).orElseThrow(() -> EngineException.notFound("content " + digest + ": not found"));
        }
        UpdateRequest request = UpdateRequest.newBuilder()
                .setInfo(Info.newBuilder().setDigest(digest).putAllLabels(labels))
                .setUpdateMask(Labels.mask(labels))
                .build();
        return info(call(stub -> stub.update(request)).getInfo());
    }

    @Override
    public void delete(String digest) {
        DeleteContentRequest request =
                DeleteContentRequest.newBuilder().setDigest(digest).build();
        unlessNotFound(() -> call(stub -> stub.delete(request)));
    }

    private <R> R call(Function<ContentBlockingStub, R> rpc) {
        return containerd.call(lease, channel -> rpc.apply(ContentGrpc.newBlockingStub(channel)));
    }

    private <R> R ask(Function<ContentBlockingStub, R> rpc) {
        return containerd.ask(channel -> rpc.apply(ContentGrpc.newBlockingStub(channel)));
    }

    private static <R> Optional<R> unlessNotFound(Supplier<R> rpc) {
        try {
            return Optional.of(rpc.get());
        } catch (EngineException e) {
            if (e.kind() == ErrorKind.NOT_FOUND) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private static ContentInfo info(Info info) {
        return new ContentInfo(
                info.getDigest(), info.getSize(), Stamps.instant(info.getCreatedAt()), info.getLabelsMap());
    }

    private static IngestStatus status(Status status) {
        return new IngestStatus(
                status.getRef(),
                status.getOffset(),
                status.getTotal(),
                status.getExpected(),
                Stamps.instant(status.getUpdatedAt()));
    }
}
