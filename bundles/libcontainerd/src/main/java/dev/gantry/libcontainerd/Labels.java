package dev.gantry.libcontainerd;

import com.google.protobuf.FieldMask;
import java.util.Map;

/// Which labels an update touches.
final class Labels {
    private Labels() {}

    /// Only those given; an empty value removes one.
    static FieldMask mask(Map<String, String> labels) {
        FieldMask.Builder mask = FieldMask.newBuilder();
        labels.keySet().forEach(key -> mask.addPaths("labels." + key));
        return mask.build();
    }
}
