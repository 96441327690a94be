package dev.gantry.images.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.api.error.EngineException;
import dev.gantry.api.image.Platforms;
import dev.gantry.api.image.Reference;
import dev.gantry.api.runtime.Descriptor;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class CatalogViewTest {
    private static final String ONE = "sha256:" + "ab".repeat(32);
    private static final String TWO = "sha256:" + "ac".repeat(32);

    private final CatalogView view = CatalogView.of(
            1,
            List.of(
                    image(ONE, "", List.of("busybox:latest", "localhost:5000/x:1")),
                    image(TWO, ONE, List.of("abc:latest"))));

    private static StoredImage image(String id, String parent, List<String> tags) {
        Descriptor descriptor = new Descriptor("", id, 1);
        OciImage config = new OciImage(
                "2024-01-01T00:00:00Z",
                "",
                "arm64",
                "v8",
                "linux",
                "",
                null,
                null,
                new OciImage.RootFs("layers", List.of()),
                List.of(),
                "",
                "",
                "");
        ImageContent content =
                new ImageContent(descriptor, descriptor, descriptor, config, List.of(), List.of(), parent);
        Reference digest = Reference.parse("busybox@" + id);
        return new StoredImage(
                id, content, tags.stream().map(Reference::parse).toList(), List.of(digest), Instant.EPOCH);
    }

    private String find(String written) {
        return view.find(written).map(StoredImage::id).orElse("");
    }

    @Test
    void findsByNameInAnyForm() {
        for (String name : List.of(
                "busybox",
                "busybox:latest",
                "docker.io/library/busybox",
                "localhost:5000/x:1",
                "busybox@" + ONE,
                "busybox:other@" + ONE)) {
            assertEquals(ONE, find(name), name);
        }
        assertEquals("", find("busybox:1"));
    }

    @Test
    void findsByIdAndByItsBeginning() {
        for (String name : List.of(ONE, ONE.substring(7), "abab", "sha256:abab", "aba")) {
            assertEquals(ONE, find(name), name);
        }
        assertEquals("", find("a"));
        assertEquals(TWO, find("abc"), "a name goes before an id");
        assertEquals("", find("ffff"));
        assertThrows(EngineException.class, () -> find("No Name"));
    }

    @Test
    void namesWhatIsMissingAsDockerDoes() {
        assertEquals("No such image: x:latest", CatalogView.missing("x").getMessage());
        assertEquals(
                "No such image: sha256:" + "0".repeat(64),
                CatalogView.missing("0".repeat(64)).getMessage());
    }

    @Test
    void knowsChildrenAndPlatforms() {
        assertEquals(
                List.of(TWO), view.children(ONE).stream().map(StoredImage::id).toList());
        StoredImage image = view.find(ONE).orElseThrow();
        assertEquals(image, CatalogView.require(image, "x", Platforms.parse("linux/arm64")));
        String refused = assertThrows(
                        EngineException.class, () -> CatalogView.require(image, "x", Platforms.parse("linux/amd64")))
                .getMessage();
        assertTrue(refused.contains("does not match the specified platform (linux/amd64)"), refused);
    }
}
