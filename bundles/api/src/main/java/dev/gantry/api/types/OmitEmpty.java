package dev.gantry.api.types;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// Leaves a record component out of the JSON when it is empty: null, `""`, `false`, a primitive 0, an empty list or map.
/// A boxed `Boolean`, `Integer` or `Long` is left out only when it is null.
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface OmitEmpty {}
