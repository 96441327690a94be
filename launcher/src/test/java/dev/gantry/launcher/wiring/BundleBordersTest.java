package dev.gantry.launcher.wiring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// Bundles meet in the api alone: a provider neither imports, nor copies, nor exports what another one may not see.
class BundleBordersTest {
    /// What may be imported: interfaces, and code generated or repackaged for several bundles.
    private static final List<String> SHARED = List.of("dev.gantry.api.", "dev.gantry.testkit.", "dev.gantry.proto.");

    private static final Set<String> SHARING = Set.of("dev.gantry.api", "dev.gantry.testkit", "dev.gantry.proto");

    @Test
    void importsOnlyApiPackagesOfOurs() {
        assertEquals(List.of(), findings("Import-Package"));
    }

    @Test
    void exportsNothingFromAProvider() {
        List<String> exports = ours().stream()
                .filter(jar -> !SHARING.contains(Shipped.symbolicName(jar)))
                .flatMap(jar -> Shipped.packages(jar, "Export-Package").stream()
                        .filter(name -> name.startsWith("dev.gantry."))
                        .map(name -> Shipped.symbolicName(jar) + " exports " + name))
                .toList();
        assertEquals(List.of(), exports);
    }

    @Test
    void copiesNoPackageOfAnotherBundle() {
        List<String> copies = ours().stream()
                .flatMap(jar -> Shipped.contents(jar).stream()
                        .filter(name -> name.startsWith("dev.gantry.") && !belongs(name, Shipped.symbolicName(jar)))
                        .map(name -> Shipped.symbolicName(jar) + " contains " + name))
                .toList();
        assertEquals(List.of(), copies);
    }

    @Test
    void looksAtEveryBundleOfOurs() {
        assertFalse(ours().isEmpty());
    }

    private static List<String> findings(String header) {
        return ours().stream()
                .flatMap(jar -> Shipped.packages(jar, header).stream()
                        .filter(name -> name.startsWith("dev.gantry.")
                                && SHARED.stream().noneMatch(name::startsWith))
                        .map(name -> Shipped.symbolicName(jar) + " imports " + name))
                .toList();
    }

    private static boolean belongs(String packageName, String bundle) {
        return packageName.equals(bundle) || packageName.startsWith(bundle + ".");
    }

    private static List<Path> ours() {
        return Shipped.bundles().stream()
                .filter(jar -> Shipped.symbolicName(jar).startsWith("dev.gantry."))
                .toList();
    }
}
