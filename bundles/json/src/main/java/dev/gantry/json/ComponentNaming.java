package dev.gantry.json;

import com.fasterxml.jackson.databind.cfg.MapperConfig;
import com.fasterxml.jackson.databind.introspect.AccessorNamingStrategy;
import com.fasterxml.jackson.databind.introspect.AnnotatedClass;
import com.fasterxml.jackson.databind.introspect.AnnotatedMethod;
import com.fasterxml.jackson.databind.introspect.DefaultAccessorNamingStrategy;
import java.lang.reflect.RecordComponent;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Of a record, the components are properties under their own names, and nothing else is: `isRunning()` or `getPath()` beside
/// them is behaviour.
final class ComponentNaming extends DefaultAccessorNamingStrategy.Provider {
    private static final long serialVersionUID = 1L;

    @Override
    public AccessorNamingStrategy forRecord(MapperConfig<?> config, AnnotatedClass recordClass) {
        Set<String> components = new HashSet<>();
        for (RecordComponent component : recordClass.getRawType().getRecordComponents()) {
            components.add(component.getName());
        }
        return new Components(components);
    }

    private static final class Components extends AccessorNamingStrategy {
        private final Set<String> names;

        Components(Set<String> names) {
            this.names = names;
        }

        @Override
        public @Nullable String findNameForIsGetter(AnnotatedMethod method, String name) {
            return null;
        }

        @Override
        public @Nullable String findNameForRegularGetter(AnnotatedMethod method, String name) {
            return names.contains(name) && method.getParameterCount() == 0 ? name : null;
        }

        @Override
        public @Nullable String findNameForMutator(AnnotatedMethod method, String name) {
            return null;
        }

        @Override
        public @Nullable String modifyFieldName(
                com.fasterxml.jackson.databind.introspect.AnnotatedField field, String name) {
            return name;
        }
    }
}
