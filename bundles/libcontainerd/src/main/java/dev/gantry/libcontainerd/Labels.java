package dev.gantry.libcontainerd;

import com.google.protobuf.FieldMask;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/// Labels on their way to containerd.
final class Labels {
    private static final int SIZE_LIMIT = 4096;

    private Labels() {}

    /// Those that containerd takes: it refuses a label of more than 4096 bytes, key and value together.
    static Map<String, String> acceptable(Map<String, String> labels) {
        Map<String, String> accepted = new HashMap<>(labels);
        accepted.entrySet().removeIf(label -> bytes(label.getKey()) + bytes(label.getValue()) > SIZE_LIMIT);
        return accepted;
    }

    private static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    /// Only those given; an empty value removes one.
    static FieldMask mask(Map<String, String> labels) {
        FieldMask.Builder mask = FieldMask.newBuilder();
        labels.keySet().forEach(key -> mask.addPaths("labels." + key));
        return mask.build();
    }
}
