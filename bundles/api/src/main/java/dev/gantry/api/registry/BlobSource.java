package dev.gantry.api.registry;

import java.io.IOException;
import java.io.InputStream;
import org.osgi.annotation.versioning.ConsumerType;

/// Where the bytes of a blob to be pushed come from.
@ConsumerType
@FunctionalInterface
public interface BlobSource {
    /// The blob from its beginning; called again when it must be sent again. The registry client closes it.
    InputStream open() throws IOException;
}
