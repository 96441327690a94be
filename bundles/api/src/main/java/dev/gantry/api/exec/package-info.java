/// Further processes in a running container: what `docker exec` and health probes do.
///
/// [Execs][dev.gantry.api.exec.Execs] prepares, starts and describes them. A client that stays attached holds an
/// [ExecSession][dev.gantry.api.exec.ExecSession], which outlives the lease on the service.
@Export
@Version("1.1.0")
@NullMarked
package dev.gantry.api.exec;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
