/// The OCI runtime specification, written from Docker's configuration.
@NullMarked
package dev.gantry.spec;

import org.jspecify.annotations.NullMarked;
