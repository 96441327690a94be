/// From a container's configuration to the OCI runtime specification.
///
/// [OciSpecs][dev.gantry.api.oci.OciSpecs] checks configurations in Docker's words and writes the JSON that an OCI
/// runtime reads. It changes nothing on the machine; whoever calls it has mounted, created and joined what the
/// specification then names.
@Export
@Version("1.1.0")
@NullMarked
package dev.gantry.api.oci;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
