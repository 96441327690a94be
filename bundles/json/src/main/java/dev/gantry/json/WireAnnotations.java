package dev.gantry.json;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.PropertyName;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.AnnotatedMember;
import com.fasterxml.jackson.databind.introspect.AnnotatedParameter;
import com.fasterxml.jackson.databind.introspect.NopAnnotationIntrospector;
import dev.gantry.api.json.JsonName;
import dev.gantry.api.json.KeepEmpty;
import dev.gantry.api.json.OmitEmpty;
import org.jspecify.annotations.Nullable;

/// Reads the annotations of `dev.gantry.api.json`, and no others.
final class WireAnnotations extends NopAnnotationIntrospector {
    private static final long serialVersionUID = 1L;

    @Override
    public JsonInclude.Value findPropertyInclusion(Annotated annotated) {
        if (!(annotated instanceof AnnotatedMember member)
                || annotated instanceof AnnotatedParameter
                || !omitsEmpty(member)) {
            return JsonInclude.Value.empty();
        }
        return JsonInclude.Value.construct(emptyOf(member.getRawType()), JsonInclude.Include.USE_DEFAULTS);
    }

    private static boolean omitsEmpty(AnnotatedMember member) {
        return member.hasAnnotation(OmitEmpty.class)
                || (member.getDeclaringClass().isAnnotationPresent(OmitEmpty.class)
                        && !member.hasAnnotation(KeepEmpty.class));
    }

    /// A boxed number or flag stands for one that may be absent, so its zero is a value.
    private static JsonInclude.Include emptyOf(Class<?> type) {
        if (type.isPrimitive()) {
            return JsonInclude.Include.NON_DEFAULT;
        }
        return Number.class.isAssignableFrom(type) || type == Boolean.class
                ? JsonInclude.Include.NON_NULL
                : JsonInclude.Include.NON_EMPTY;
    }

    @Override
    public @Nullable PropertyName findNameForSerialization(Annotated annotated) {
        return name(annotated);
    }

    @Override
    public @Nullable PropertyName findNameForDeserialization(Annotated annotated) {
        return name(annotated);
    }

    private static @Nullable PropertyName name(Annotated annotated) {
        JsonName name = annotated.getAnnotation(JsonName.class);
        return name == null ? null : PropertyName.construct(name.value());
    }
}
