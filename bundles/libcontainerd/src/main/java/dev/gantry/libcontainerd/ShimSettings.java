package dev.gantry.libcontainerd;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import dev.gantry.api.error.EngineException;
import java.util.Map;

/// A shim's options by containerd's names, which are its messages' without underscores: `BinaryName` is `binary_name`.
final class ShimSettings {
    private ShimSettings() {}

    /// @throws EngineException INVALID_PARAMETER when the message has no such field or it is of another type
    static void apply(Map<String, Object> options, Message.Builder message) {
        options.forEach((name, value) -> {
            FieldDescriptor field = field(name, message);
            message.setField(field, converted(name, value, field));
        });
    }

    private static FieldDescriptor field(String name, Message.Builder message) {
        return message.getDescriptorForType().getFields().stream()
                .filter(field -> field.getName().replace("_", "").equalsIgnoreCase(name))
                .findFirst()
                .orElseThrow(() -> EngineException.invalidParameter("unknown runtime option '" + name + "'"));
    }

    private static Object converted(String name, Object value, FieldDescriptor field) {
        FieldDescriptor.JavaType type = field.getJavaType();
        return switch (value) {
            case Boolean flag when type == FieldDescriptor.JavaType.BOOLEAN -> flag;
            case String text when type == FieldDescriptor.JavaType.STRING -> text;
            case String text when type == FieldDescriptor.JavaType.BYTE_STRING -> ByteString.copyFromUtf8(text);
            // Unsigned in containerd.
            case Number number when type == FieldDescriptor.JavaType.INT -> number.intValue();
            default -> throw EngineException.invalidParameter("runtime option '" + name + "' is of another type");
        };
    }
}
