package dev.gantry.libcontainerd;

import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import com.google.protobuf.Message;
import com.google.protobuf.UnsafeByteOperations;

/// containerd's custom of typed payloads: OCI objects go as JSON under a url of their own, messages under their bare name.
final class TypedJson {
    private static final String OCI = "types.containerd.io/opencontainers/runtime-spec/1/";

    private TypedJson() {}

    /// A whole specification, `config.json`.
    static Any spec(byte[] json) {
        return oci("Spec", json);
    }

    /// A `process` object.
    static Any process(byte[] json) {
        return oci("Process", json);
    }

    /// A `linux.resources` object.
    static Any resources(byte[] json) {
        return oci("LinuxResources", json);
    }

    private static Any oci(String type, byte[] json) {
        ByteString bytes = UnsafeByteOperations.unsafeWrap(json);
        return Any.newBuilder().setTypeUrl(OCI + type).setValue(bytes).build();
    }

    static Any message(Message message) {
        return Any.newBuilder()
                .setTypeUrl(message.getDescriptorForType().getFullName())
                .setValue(message.toByteString())
                .build();
    }

    /// The type's name, whatever host the url has.
    static String typeName(Any any) {
        String url = any.getTypeUrl();
        return url.substring(url.lastIndexOf('/') + 1);
    }
}
