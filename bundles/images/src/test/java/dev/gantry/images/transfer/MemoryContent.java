package dev.gantry.images.transfer;

import dev.gantry.api.error.EngineException;
import dev.gantry.api.runtime.ContentInfo;
import dev.gantry.api.runtime.ContentStore;
import dev.gantry.api.runtime.ContentWriter;
import dev.gantry.api.runtime.Descriptor;
import dev.gantry.api.runtime.IngestStatus;
import dev.gantry.images.store.Digests;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A content store in memory, for one thread.
final class MemoryContent implements ContentStore {
    final Map<String, byte[]> blobs = new HashMap<>();
    final Map<String, Bytes> ingests = new HashMap<>();
    private final Map<String, Map<String, String>> labels = new HashMap<>();

    /// What has come of a blob.
    static final class Bytes extends ByteArrayOutputStream {
        Bytes(byte[] begun) {
            writeBytes(begun);
        }
    }

    @Override
    public ContentStore under(String leaseId) {
        return this;
    }

    @Override
    public Optional<ContentInfo> find(String digest) {
        byte[] blob = blobs.get(digest);
        return blob == null
                ? Optional.empty()
                : Optional.of(
                        new ContentInfo(digest, blob.length, Instant.EPOCH, labels.getOrDefault(digest, Map.of())));
    }

    @Override
    public List<ContentInfo> list(String... filters) {
        return blobs.keySet().stream()
                .map(this::find)
                .map(Optional::orElseThrow)
                .toList();
    }

    @Override
    public InputStream open(String digest, long offset) {
        byte[] blob = read(digest, Integer.MAX_VALUE);
        return new ByteArrayInputStream(blob, (int) offset, blob.length - (int) offset);
    }

    @Override
    public byte[] read(String digest, int limit) {
        byte[] blob = blobs.get(digest);
        if (blob == null) {
            throw EngineException.notFound("content " + digest + ": not found");
        }
        return blob;
    }

    @Override
    public Optional<ContentWriter> writer(String ref, Descriptor expected) {
        if (blobs.containsKey(expected.digest())) {
            return Optional.empty();
        }
        return Optional.of(new Writer(ref, ingests.computeIfAbsent(ref, _ -> new Bytes(new byte[0]))));
    }

    private final class Writer implements ContentWriter {
        private final String ref;
        private final Bytes bytes;

        Writer(String ref, Bytes bytes) {
            this.ref = ref;
            this.bytes = bytes;
        }

        @Override
        public String ref() {
            return ref;
        }

        @Override
        public long offset() {
            return bytes.size();
        }

        @Override
        public void write(byte[] data, int from, int length) {
            bytes.write(data, from, length);
        }

        @Override
        public void restart() {
            bytes.reset();
        }

        @Override
        public String commit(long size, String digest, Map<String, String> given) {
            String found = Digests.of(bytes.toByteArray());
            if ((size > 0 && size != bytes.size()) || (!digest.isEmpty() && !digest.equals(found))) {
                throw EngineException.conflict("unexpected commit digest " + found + ", expected " + digest);
            }
            blobs.put(found, bytes.toByteArray());
            labels.put(found, given);
            ingests.remove(ref);
            return found;
        }

        @Override
        public void close() {}
    }

    @Override
    public ContentInfo put(Descriptor descriptor, byte[] data, Map<String, String> given) {
        blobs.put(descriptor.digest(), data);
        return label(descriptor.digest(), given);
    }

    @Override
    public Optional<IngestStatus> ingest(String ref) {
        return Optional.empty();
    }

    @Override
    public List<IngestStatus> ingests() {
        return List.of();
    }

    @Override
    public void abort(String ref) {
        ingests.remove(ref);
    }

    @Override
    public ContentInfo label(String digest, Map<String, String> given) {
        Map<String, String> merged = new HashMap<>(labels.getOrDefault(digest, Map.of()));
        merged.putAll(given);
        labels.put(digest, merged);
        return find(digest).orElseThrow();
    }

    @Override
    public void delete(String digest) {
        blobs.remove(digest);
    }
}
