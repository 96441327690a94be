package dev.gantry.libcontainerd;

import dev.gantry.api.runtime.Descriptor;
import dev.gantry.api.runtime.Mount;
import java.util.List;

/// Mounts and descriptors, to and from the wire.
final class Mounts {
    private Mounts() {}

    static List<dev.gantry.proto.containerd.types.Mount> toWire(List<Mount> mounts) {
        return mounts.stream()
                .map(mount -> dev.gantry.proto.containerd.types.Mount.newBuilder()
                        .setType(mount.type())
                        .setSource(mount.source())
                        .addAllOptions(mount.options())
                        .build())
                .toList();
    }

    static List<Mount> fromWire(List<dev.gantry.proto.containerd.types.Mount> mounts) {
        return mounts.stream()
                .map(mount -> new Mount(mount.getType(), mount.getSource(), mount.getOptionsList()))
                .toList();
    }

    static dev.gantry.proto.containerd.types.Descriptor toWire(Descriptor descriptor) {
        return dev.gantry.proto.containerd.types.Descriptor.newBuilder()
                .setMediaType(descriptor.mediaType())
                .setDigest(descriptor.digest())
                .setSize(descriptor.size())
                .putAllAnnotations(descriptor.annotations())
                .build();
    }

    static Descriptor fromWire(dev.gantry.proto.containerd.types.Descriptor descriptor) {
        return new Descriptor(
                descriptor.getMediaType(),
                descriptor.getDigest(),
                descriptor.getSize(),
                descriptor.getAnnotationsMap());
    }
}
