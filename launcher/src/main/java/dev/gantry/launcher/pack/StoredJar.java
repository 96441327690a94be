package dev.gantry.launcher.pack;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/// Copies a jar without compression and without what no bundle needs at run time; so it opens and loads faster.
final class StoredJar {
    private static final String MANIFEST = "META-INF/MANIFEST.MF";

    private StoredJar() {}

    static void copy(Path from, Path to) throws IOException {
        try (ZipFile jar = new ZipFile(from.toFile());
                ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(to))) {
            out.setMethod(ZipOutputStream.STORED);
            List<ZipEntry> entries =
                    new ArrayList<>(jar.stream().filter(StoredJar::isNeeded).toList());
            entries.sort(Comparator.comparing(entry -> !entry.getName().equals(MANIFEST)));
            for (ZipEntry entry : entries) {
                store(entry, jar, out);
            }
        }
    }

    private static boolean isNeeded(ZipEntry entry) {
        String name = entry.getName();
        return !name.startsWith("META-INF/maven/") && !name.startsWith("OSGI-OPT/");
    }

    private static void store(ZipEntry entry, ZipFile jar, ZipOutputStream out) throws IOException {
        ZipEntry stored = new ZipEntry(entry.getName());
        stored.setTimeLocal(entry.getTimeLocal());
        byte[] content;
        try (InputStream in = jar.getInputStream(entry)) {
            content = in.readAllBytes();
        }
        CRC32 sum = new CRC32();
        sum.update(content);
        stored.setCrc(sum.getValue());
        stored.setSize(content.length);
        out.putNextEntry(stored);
        out.write(content);
        out.closeEntry();
    }
}
