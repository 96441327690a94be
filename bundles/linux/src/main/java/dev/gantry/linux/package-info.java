/// System calls through `java.lang.foreign`: one downcall for all of them, one class for each noun of `dev.gantry.api.linux`.
@NullMarked
package dev.gantry.linux;

import org.jspecify.annotations.NullMarked;
