package dev.gantry.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.api.json.JsonCodec;
import dev.gantry.api.json.JsonValues;
import dev.gantry.api.types.HostConfigBuilder;
import dev.gantry.engine.record.ContainerFacts;
import dev.gantry.engine.record.ContainerStore;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ContainerStoreTest {
    private static final String ID = "a".repeat(64);

    @TempDir
    Path root;

    private final ContainerFacts facts = Examples.facts(ID, "web");

    private ContainerStore store() {
        return new ContainerStore(root, new PlainFiles(), new Remembered());
    }

    @Test
    void aDirectoryIsFoundBeforeThereIsARecord() throws IOException {
        ContainerStore store = store();
        store.reserve(ID);
        assertEquals(List.of(ID), store.ids());
        assertNull(store.load(ID));
        assertNull(store.leaving(ID));
    }

    @Test
    void whatWasAnnouncedIsKnownUntilItIsMade() throws IOException {
        ContainerStore store = store();
        store.reserve(ID);
        store.announce(facts);
        assertNull(store.load(ID));
        assertEquals("web", named(store.leaving(ID)));
        store.create(facts);
        assertEquals("web", named(store.load(ID)));
        assertNull(store.leaving(ID));
    }

    @Test
    void forgottenItTellsNothing() throws IOException {
        ContainerStore store = store();
        store.makeDirectory(facts);
        store.create(facts);
        store.forget(ID);
        assertNull(store.load(ID));
        assertNull(store.leaving(ID));
        assertTrue(Files.exists(store.directory(ID)));
        store.forget(ID);
        store.delete(ID);
        assertFalse(Files.exists(store.directory(ID)));
    }

    private static String named(@Nullable ContainerFacts found) {
        assertNotNull(found);
        return found.name();
    }

    /// Writes the number of a value and keeps the value.
    private static final class Remembered implements JsonCodec {
        private final List<@Nullable Object> values = new ArrayList<>();

        @Override
        public byte[] write(@Nullable Object value) {
            values.add(value);
            return Integer.toString(values.size() - 1).getBytes(StandardCharsets.UTF_8);
        }

        @Override
        public <T> T read(byte[] json, Class<T> type) {
            String text = new String(json, StandardCharsets.UTF_8);
            return type.cast(
                    text.equals("{}") ? HostConfigBuilder.builder().build() : values.get(Integer.parseInt(text)));
        }

        @Override
        public void write(@Nullable Object value, OutputStream out) {
            throw new UnsupportedOperationException();
        }

        @Override
        public <T> T read(InputStream in, Class<T> type) {
            throw new UnsupportedOperationException();
        }

        @Override
        public <T> List<T> readList(byte[] json, Class<T> element) {
            throw new UnsupportedOperationException();
        }

        @Override
        public <T> JsonValues<T> readValues(InputStream in, Class<T> type) {
            throw new UnsupportedOperationException();
        }
    }
}
