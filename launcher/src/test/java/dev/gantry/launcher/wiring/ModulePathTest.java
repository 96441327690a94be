package dev.gantry.launcher.wiring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.module.Configuration;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// Every jar that a start uses is a module, and all of them resolve together on a module path. (Jetty, of the Web Console that
/// is off by default, is no valid module.)
class ModulePathTest {
    private final ModuleFinder finder = finder();

    @Test
    void resolvesAsModules() {
        Set<String> names = finder.findAll().stream()
                .map(reference -> reference.descriptor().name())
                .collect(Collectors.toSet());
        Configuration resolved = ModuleLayer.boot().configuration().resolve(finder, ModuleFinder.of(), names);
        assertTrue(resolved.modules().size() >= names.size());
    }

    @Test
    void namesEachModuleOfOursAfterItsBundle() {
        List<String> automatic = finder.findAll().stream()
                .map(reference -> reference.descriptor())
                .filter(descriptor -> descriptor.name().startsWith("dev.gantry.") && descriptor.isAutomatic())
                .map(ModuleDescriptor::name)
                .toList();
        assertEquals(List.of(), automatic);
    }

    private static ModuleFinder finder() {
        List<Path> jars = new ArrayList<>(Shipped.startedBundles());
        jars.addAll(Shipped.libraries());
        // A fragment that only declares something is no module.
        jars.removeIf(jar -> Shipped.contents(jar).isEmpty());
        return ModuleFinder.of(jars.toArray(Path[]::new));
    }
}
