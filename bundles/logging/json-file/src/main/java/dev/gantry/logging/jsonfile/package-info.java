/// The log driver `json-file`.
@NullMarked
package dev.gantry.logging.jsonfile;

import org.jspecify.annotations.NullMarked;
