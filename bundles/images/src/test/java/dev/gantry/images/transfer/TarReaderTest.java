package dev.gantry.images.transfer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.util.Arrays;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TarReaderTest {
    private static final String LONG = "d/".repeat(120) + "file";

    private static byte[] archive(int longNames) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes)) {
            tar.setLongFileMode(longNames);
            for (String name : new String[] {"a", LONG}) {
                TarArchiveEntry entry = new TarArchiveEntry(name);
                entry.setSize(3);
                tar.putArchiveEntry(entry);
                tar.write("abc".getBytes(UTF_8));
                tar.closeArchiveEntry();
            }
            TarArchiveEntry link = new TarArchiveEntry("link", TarConstants.LF_SYMLINK);
            link.setLinkName(LONG);
            tar.putArchiveEntry(link);
            tar.closeArchiveEntry();
        }
        return bytes.toByteArray();
    }

    @ParameterizedTest
    @ValueSource(ints = {TarArchiveOutputStream.LONGFILE_GNU, TarArchiveOutputStream.LONGFILE_POSIX})
    void readsLongNamesOfBothKinds(int kind) throws IOException {
        TarReader tar = new TarReader(new ByteArrayInputStream(archive(kind)));
        assertEquals("a", tar.next().name());
        assertEquals("abc", new String(tar.content().readAllBytes(), UTF_8));
        assertEquals(LONG, tar.next().name());
        TarReader.Entry link = tar.next();
        assertEquals(LONG, link.link());
        assertEquals(true, link.isLink());
        assertNull(tar.next());
    }

    @Test
    void readsWhatTheWriterWritesAndSoDoOthers() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        TarWriter writer = new TarWriter(bytes);
        writer.directory("blobs/");
        writer.file("blobs/x", new byte[1000]);
        writer.file("y", 3, new ByteArrayInputStream("abc".getBytes(UTF_8)));
        writer.end();
        assertEquals(0, bytes.size() % 512);
        TarReader tar = new TarReader(new ByteArrayInputStream(bytes.toByteArray()));
        assertEquals('5', tar.next().type());
        assertEquals(1000, tar.next().size());
        assertEquals("y", tar.next().name());
        try (TarArchiveInputStream other = new TarArchiveInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            assertEquals("blobs/", other.getNextEntry().getName());
            assertEquals(1000, other.getNextEntry().getSize());
            assertEquals("y", other.getNextEntry().getName());
            assertEquals("abc", new String(other.readAllBytes(), UTF_8));
        }
    }

    @Test
    void refusesNonsenseAndTornArchives() throws IOException {
        byte[] whole = archive(TarArchiveOutputStream.LONGFILE_GNU);
        assertThrows(EOFException.class, () -> readAll(Arrays.copyOf(whole, 700)));
        assertThrows(EOFException.class, () -> readAll(Arrays.copyOf(whole, 100)));
        whole[0] ^= 1;
        assertEquals(
                "archive/tar: invalid tar header",
                assertThrows(IOException.class, () -> readAll(whole)).getMessage());
        assertNotNull(whole);
    }

    private static void readAll(byte[] archive) throws IOException {
        TarReader tar = new TarReader(new ByteArrayInputStream(archive));
        while (tar.next() != null) {
            tar.content().readAllBytes();
        }
    }
}
