package dev.gantry.spec.cdi;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.ConstructNode;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.CollectionEndEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.resolver.ScalarResolver;
import org.snakeyaml.engine.v2.schema.CoreSchema;
import org.snakeyaml.engine.v2.schema.Schema;

/// Reads YAML into maps, lists, strings, numbers and booleans.
final class Yaml {
    private static final int ALIASES = 50;

    /// The loader calls itself at each level.
    private static final int DEPTH = 50;

    private Yaml() {}

    /// @throws IllegalArgumentException when it is no YAML, repeats a key, or is nested too deeply
    static @Nullable Object read(byte[] content) {
        LoadSettings settings = LoadSettings.builder()
                .setSchema(new ModeSchema())
                .setMaxAliasesForCollections(ALIASES)
                .setAllowDuplicateKeys(false)
                .build();
        String text = new String(content, StandardCharsets.UTF_8);
        try {
            int depth = 0;
            for (Event event : new Parse(settings).parseString(text)) {
                if (event instanceof CollectionStartEvent && ++depth > DEPTH) {
                    throw new IllegalArgumentException("nested deeper than " + DEPTH + " levels");
                }
                if (event instanceof CollectionEndEvent) {
                    depth--;
                }
            }
            return new Load(settings).loadFromString(text);
        } catch (YamlEngineException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    /// YAML 1.2, but file modes are written as in 1.1: `0666` is octal.
    private static final class ModeSchema implements Schema {
        private final Schema core = new CoreSchema();

        @Override
        public ScalarResolver getScalarResolver() {
            return core.getScalarResolver();
        }

        @Override
        public Map<Tag, ConstructNode> getSchemaTagConstructors() {
            Map<Tag, ConstructNode> constructors = new HashMap<>(core.getSchemaTagConstructors());
            constructors.computeIfPresent(Tag.INT, (_, decimal) -> new OctalOr(decimal));
            return constructors;
        }
    }

    private record OctalOr(ConstructNode decimal) implements ConstructNode {
        @Override
        public @Nullable Object construct(Node node) {
            return node instanceof ScalarNode scalar && scalar.getValue().matches("0[0-7]{1,10}")
                    ? Long.valueOf(scalar.getValue(), 8)
                    : decimal.construct(node);
        }
    }
}
