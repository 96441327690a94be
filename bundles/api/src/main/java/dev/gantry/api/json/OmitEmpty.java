package dev.gantry.api.json;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// Leaves a record component out of the JSON when it is null, `false`, `0`, `""`, or an empty list, map or array. On a record
/// it holds for every component that is not marked [KeepEmpty].
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.RECORD_COMPONENT, ElementType.FIELD, ElementType.METHOD})
public @interface OmitEmpty {}
