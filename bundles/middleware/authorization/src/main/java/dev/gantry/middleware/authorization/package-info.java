/// Asks authorization plugins about every request and every answer.
@NullMarked
package dev.gantry.middleware.authorization;

import org.jspecify.annotations.NullMarked;
