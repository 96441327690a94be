package dev.gantry.libcontainerd;

import dev.gantry.api.error.EngineException;
import dev.gantry.api.error.ErrorKind;
import dev.gantry.api.runtime.Descriptor;
import dev.gantry.api.runtime.ImageRecord;
import dev.gantry.api.runtime.ImageStore;
import dev.gantry.proto.containerd.images.CreateImageRequest;
import dev.gantry.proto.containerd.images.DeleteImageRequest;
import dev.gantry.proto.containerd.images.GetImageRequest;
import dev.gantry.proto.containerd.images.Image;
import dev.gantry.proto.containerd.images.ImagesGrpc;
import dev.gantry.proto.containerd.images.ImagesGrpc.ImagesBlockingStub;
import dev.gantry.proto.containerd.images.ListImagesRequest;
import dev.gantry.proto.containerd.images.UpdateImageRequest;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/// Names on containerd's images service.
@Component
public final class ContainerdImages implements ImageStore {
    private static final int ATTEMPTS = 5;

    private final Containerd containerd;

    /// Called by Declarative Services.
    @Activate
    public ContainerdImages(@Reference Containerd containerd) {
        this.containerd = containerd;
    }

    @Override
    public Optional<ImageRecord> find(String name) {
        GetImageRequest request = GetImageRequest.newBuilder().setName(name).build();
        try {
            return Optional.of(record(ask(stub -> stub.get(request)).getImage()));
        } catch (EngineException e) {
            if (e.kind() == ErrorKind.NOT_FOUND) {
                return Optional.empty();
            }
            throw e;
        }
    }

    @Override
    public List<ImageRecord> list(String... filters) {
        ListImagesRequest request =
                ListImagesRequest.newBuilder().addAllFilters(List.of(filters)).build();
        return ask(stub -> stub.list(request)).getImagesList().stream()
                .map(ContainerdImages::record)
                .toList();
    }

    /// containerd can create or replace, but not either: others may come between, hence the few attempts.
    @Override
    public ImageRecord put(String name, Descriptor target, Map<String, String> labels) {
        EngineException last = null;
        for (int i = 0; i < ATTEMPTS; i++) {
            try {
                return find(name).isPresent() ? replace(name, target, labels) : create(name, target, labels);
            } catch (EngineException e) {
                if (e.kind() != ErrorKind.CONFLICT && e.kind() != ErrorKind.NOT_FOUND) {
                    throw e;
                }
                last = e;
            }
        }
        throw last == null ? new IllegalStateException() : last;
    }

    private ImageRecord replace(String name, Descriptor target, Map<String, String> labels) {
        UpdateImageRequest request = UpdateImageRequest.newBuilder()
                .setImage(image(name, target, labels))
                .build();
        return record(call(stub -> stub.update(request)).getImage());
    }

    @Override
    public ImageRecord create(String name, Descriptor target, Map<String, String> labels) {
        CreateImageRequest request = CreateImageRequest.newBuilder()
                .setImage(image(name, target, labels))
                .build();
        return record(call(stub -> stub.create(request)).getImage());
    }

    @Override
    public void delete(String name, boolean collect) {
        DeleteImageRequest request =
                DeleteImageRequest.newBuilder().setName(name).setSync(collect).build();
        try {
            call(stub -> stub.delete(request));
        } catch (EngineException e) {
            if (e.kind() != ErrorKind.NOT_FOUND) {
                throw e;
            }
        }
    }

    private <R> R call(Function<ImagesBlockingStub, R> rpc) {
        return containerd.call(channel -> rpc.apply(ImagesGrpc.newBlockingStub(channel)));
    }

    private <R> R ask(Function<ImagesBlockingStub, R> rpc) {
        return containerd.ask(channel -> rpc.apply(ImagesGrpc.newBlockingStub(channel)));
    }

    private static Image image(String name, Descriptor target, Map<String, String> labels) {
        return Image.newBuilder()
                .setName(name)
                .setTarget(Mounts.toWire(target))
                .putAllLabels(labels)
                .build();
    }

    private static ImageRecord record(Image image) {
        return new ImageRecord(
                image.getName(),
                Mounts.fromWire(image.getTarget()),
                image.getLabelsMap(),
                Stamps.instant(image.getCreatedAt()),
                Stamps.instant(image.getUpdatedAt()));
    }
}
