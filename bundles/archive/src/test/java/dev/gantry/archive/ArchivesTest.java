package dev.gantry.archive;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.api.archive.ArchiveReader;
import dev.gantry.api.container.Containers;
import dev.gantry.api.container.MountedRoot;
import dev.gantry.api.container.RunningContainer;
import dev.gantry.api.error.EngineException;
import dev.gantry.api.error.ErrorKind;
import dev.gantry.api.types.ContainerConfigBuilder;
import dev.gantry.api.types.FilesystemChange;
import dev.gantry.api.types.HostConfigBuilder;
import dev.gantry.api.types.MountPoint;
import dev.gantry.api.types.PathStat;
import dev.gantry.linux.KernelDescriptors;
import dev.gantry.linux.KernelFileNodes;
import dev.gantry.linux.SystemCalls;
import io.airlift.compress.v3.zstd.ZstdOutputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.XZOutputStream;

@Tag("machine")
class ArchivesTest {
    private final SystemCalls kernel = new SystemCalls();
    private final KernelFileNodes nodes = new KernelFileNodes(kernel);
    private final Archives archives = new Archives(new KernelDescriptors(kernel), nodes);
    private final List<String> told = new ArrayList<>();
    private boolean readOnly;
    private int opened;
    private Path root;

    @TempDir
    Path directory;

    @BeforeEach
    void begin() throws IOException {
        root = Files.createDirectory(directory.resolve("root"));
        Files.createDirectories(root.resolve("etc/deep"));
        Files.writeString(root.resolve("etc/passwd"), "app:x:12:34::/:/bin/sh\n");
        Files.writeString(directory.resolve("secret"), "secret");
        archives.bindContainers((Containers) Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {Containers.class},
                (_, method, args) -> switch (method.getName()) {
                    case "lookup" -> container();
                    case "openRoot" -> mounted();
                    case "announce" -> told.add((String) args[1]);
                    default -> throw new UnsupportedOperationException(method.getName());
                }));
    }

    private RunningContainer container() {
        return new RunningContainer(
                "c".repeat(64),
                "web",
                "exited",
                0,
                null,
                "",
                "",
                ContainerConfigBuilder.builder().User("app").build(),
                HostConfigBuilder.builder().build(),
                List.of(new MountPoint("bind", "", "/x", "/vol", "", "", false, "")),
                root,
                root,
                root,
                "",
                null,
                null);
    }

    private MountedRoot mounted() {
        opened++;
        return new MountedRoot() {
            @Override
            public Path path() {
                return root;
            }

            @Override
            public Path written() {
                return root;
            }

            @Override
            public List<Path> layers() {
                return List.of(directory.resolve("layer"));
            }

            @Override
            public List<MountPoint> mounts() {
                return List.of();
            }

            @Override
            public boolean isReadOnly() {
                return readOnly;
            }

            @Override
            public void close() {
                opened--;
            }
        };
    }

    private Map<String, TarArchiveEntry> entries(byte[] tar) throws IOException {
        Map<String, TarArchiveEntry> entries = new TreeMap<>();
        try (TarArchiveInputStream in = new TarArchiveInputStream(new ByteArrayInputStream(tar))) {
            for (TarArchiveEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                entries.put(entry.getName(), entry);
            }
        }
        return entries;
    }

    private byte[] read(ArchiveReader opened) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (opened) {
            opened.writeTo(out);
        }
        return out.toByteArray();
    }

    private static byte[] tar(Object... namesAndContents) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes)) {
            for (int i = 0; i < namesAndContents.length; i += 2) {
                String name = (String) namesAndContents[i];
                String content = (String) namesAndContents[i + 1];
                boolean link = content.startsWith("-> ");
                TarArchiveEntry entry =
                        link ? new TarArchiveEntry(name, TarConstants.LF_SYMLINK) : new TarArchiveEntry(name);
                byte[] body = link || name.endsWith("/") ? new byte[0] : content.getBytes(StandardCharsets.UTF_8);
                entry.setSize(body.length);
                entry.setIds(5, 6);
                if (link) {
                    entry.setLinkName(content.substring(3));
                }
                tar.putArchiveEntry(entry);
                tar.write(body);
                tar.closeArchiveEntry();
            }
        }
        return bytes.toByteArray();
    }

    private void write(String path, byte[] tar) throws IOException {
        archives.write("web", path, false, false, new ByteArrayInputStream(tar));
    }

    @Test
    void readsATreeUnderTheNameOfItsTop() throws IOException {
        Files.writeString(root.resolve("etc/deep/f"), "text");
        Files.createLink(root.resolve("etc/hard"), root.resolve("etc/deep/f"));
        Files.createSymbolicLink(root.resolve("etc/out"), directory.resolve("secret"));
        nodes.setOwner(root.resolve("etc/deep/f"), 12, 34);
        Map<String, TarArchiveEntry> entries = entries(read(archives.read("web", "/etc")));
        assertEquals(
                List.of("etc/", "etc/deep/", "etc/deep/f", "etc/hard", "etc/out", "etc/passwd"),
                List.copyOf(entries.keySet()));
        assertEquals(12, entries.get("etc/deep/f").getLongUserId());
        assertEquals("etc/deep/f", entries.get("etc/hard").getLinkName());
        assertTrue(entries.get("etc/out").isSymbolicLink());
        assertTrue(entries(read(archives.read("web", "/etc/."))).containsKey("./passwd"));
        assertEquals(
                List.of("passwd"),
                List.copyOf(entries(read(archives.read("web", "etc/passwd"))).keySet()));
        assertEquals(0, opened);
        assertEquals(List.of("archive-path", "archive-path", "archive-path"), told);
    }

    @Test
    void linksNeverLeadOutOfTheRoot() throws IOException {
        Files.createSymbolicLink(root.resolve("up"), Path.of("/../../.."));
        Files.createSymbolicLink(root.resolve("abs"), directory);
        assertThrows(EngineException.class, () -> archives.stat("web", "/abs/secret"));
        assertThrows(EngineException.class, () -> archives.stat("web", "/up/secret"));
        write("/up", tar("made", "x"));
        assertTrue(Files.exists(root.resolve("made")));
        assertFalse(Files.exists(directory.resolve("made")));
        assertThrows(EngineException.class, () -> write("/", tar("door", "-> " + directory, "door/made", "x")));
        assertFalse(Files.exists(directory.resolve("made")));
        assertThrows(EngineException.class, () -> write("/", tar("../made", "x")));
        assertEquals(0, opened);
    }

    @Test
    void tellsWhatAPathIs() throws IOException {
        Files.createSymbolicLink(root.resolve("link"), Path.of("etc/passwd"));
        PathStat link = archives.stat("web", "/link");
        assertEquals("/etc/passwd", link.linkTarget());
        assertEquals("link", link.name());
        assertEquals(1L << 31 | 0755, archives.stat("web", "/etc/").mode());
        EngineException e = assertThrows(EngineException.class, () -> archives.stat("web", "/nothing"));
        assertEquals("Could not find the file /nothing in container web", e.getMessage());
        assertEquals(ErrorKind.NOT_FOUND, e.kind());
    }

    @Test
    void unpacksWithOwnersModesAndTimes() throws IOException {
        ByteArrayOutputStream zipped = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(zipped)) {
            gzip.write(tar("d/", "", "d/f", "one", "deep/er/g", "two"));
        }
        write("/etc", zipped.toByteArray());
        assertEquals("one", Files.readString(root.resolve("etc/d/f")));
        assertEquals(5, nodes.status(root.resolve("etc/d/f")).uid());
        assertEquals("two", Files.readString(root.resolve("etc/deep/er/g")));
        archives.write("web", "/etc", false, true, new ByteArrayInputStream(tar("own", "x")));
        assertEquals(12, nodes.status(root.resolve("etc/own")).uid());
        assertEquals(34, nodes.status(root.resolve("etc/own")).gid());
    }

    @Test
    void unpacksXz() throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (XZOutputStream xz = new XZOutputStream(packed, new LZMA2Options(0))) {
            xz.write(tar("f", "one"));
        }
        write("/etc", packed.toByteArray());
        assertEquals("one", Files.readString(root.resolve("etc/f")));
    }

    @Test
    void unpacksZstd() throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (ZstdOutputStream zstd = new ZstdOutputStream(packed)) {
            zstd.write(tar("f", "one"));
        }
        write("/etc", packed.toByteArray());
        assertEquals("one", Files.readString(root.resolve("etc/f")));

        byte[] cut = Arrays.copyOf(packed.toByteArray(), packed.size() - 6);
        byte[] broken = {0x28, (byte) 0xb5, 0x2f, (byte) 0xfd, 1, 2, 3, 4, 5, 6, 7, 8};
        for (byte[] bad : List.of(cut, broken)) {
            EngineException e = assertThrows(EngineException.class, () -> write("/etc", bad));
            assertTrue(e.getMessage().startsWith("Error processing tar file: "), e.getMessage());
        }
    }

    @Test
    void refusesWhatEndsTooEarly() throws IOException {
        for (byte[] text : List.of("no tar".getBytes(StandardCharsets.UTF_8), Arrays.copyOf(tar("f", "one"), 514))) {
            EngineException e = assertThrows(EngineException.class, () -> write("/etc", text));
            assertTrue(e.getMessage().startsWith("Error processing tar file: "), e.getMessage());
        }
    }

    @Test
    void replacesOneKindByAnotherUnlessToldNotTo() throws IOException {
        Files.writeString(root.resolve("etc/deep/f"), "text");
        EngineException e = assertThrows(
                EngineException.class,
                () -> archives.write("web", "/etc", true, false, new ByteArrayInputStream(tar("deep", "x"))));
        assertTrue(e.getMessage().startsWith("cannot overwrite directory"), e.getMessage());
        write("/etc", tar("deep", "x"));
        assertEquals("x", Files.readString(root.resolve("etc/deep")));
        write("/etc", tar("deep/", "", "passwd", "new"));
        assertTrue(Files.isDirectory(root.resolve("etc/deep")));
        assertEquals("new", Files.readString(root.resolve("etc/passwd")));
    }

    @Test
    void refusesWhereNothingMayBeWritten() throws IOException {
        assertEquals(
                "extraction point is not a directory",
                assertThrows(EngineException.class, () -> write("/etc/passwd", tar("a", "x")))
                        .getMessage());
        Files.createDirectory(root.resolve("vol"));
        assertEquals(
                ErrorKind.FORBIDDEN,
                assertThrows(EngineException.class, () -> write("/vol", tar("a", "x")))
                        .kind());
        readOnly = true;
        assertEquals(
                "container rootfs is marked read-only",
                assertThrows(EngineException.class, () -> write("/etc", tar("a", "x")))
                        .getMessage());
    }

    @Test
    void exportsEverythingWithoutItsTop() throws IOException {
        assertEquals(
                List.of("etc/", "etc/deep/", "etc/passwd"),
                List.copyOf(entries(read(archives.export("web"))).keySet()));
    }

    @Test
    void comparesTheUpperDirectoryWithTheLayers() throws IOException {
        Path layer = Files.createDirectories(directory.resolve("layer"));
        Files.createDirectories(layer.resolve("etc/hidden"));
        Files.writeString(layer.resolve("etc/passwd"), "old");
        Files.writeString(layer.resolve("gone"), "old");
        Files.createDirectory(root.resolve("etc/hidden"));
        nodes.setAttribute(
                root.resolve("etc/hidden"), "trusted.overlay.opaque", "y".getBytes(StandardCharsets.US_ASCII));
        Files.writeString(layer.resolve("etc/hidden/x"), "old");
        nodes.makeNode(root.resolve("gone"), 0020000, 0, 0, 0);
        List<FilesystemChange> changes = archives.changes("web");
        assertEquals(
                List.of("/etc 0", "/etc/deep 1", "/etc/hidden 0", "/etc/hidden/x 2", "/etc/passwd 0", "/gone 2"),
                changes.stream().map(c -> c.Path() + " " + c.Kind()).toList());
        for (String name : List.of("etc/deep", "etc/passwd", "etc/hidden", "etc", "gone")) {
            Files.delete(root.resolve(name));
        }
        assertNull(archives.changes("web"));
    }
}
