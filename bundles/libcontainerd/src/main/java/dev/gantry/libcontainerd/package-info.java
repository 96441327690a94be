/// containerd over gRPC: one connection, its supervision, and the services of `dev.gantry.api.runtime` on it.
@NullMarked
package dev.gantry.libcontainerd;

import org.jspecify.annotations.NullMarked;
