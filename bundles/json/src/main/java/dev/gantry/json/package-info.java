/// The JSON codec, on Jackson. The rules it keeps are those of `dev.gantry.api.json`.
@NullMarked
package dev.gantry.json;

import org.jspecify.annotations.NullMarked;
