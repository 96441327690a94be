package dev.gantry.images.store;

import dev.gantry.api.error.EngineException;
import dev.gantry.api.error.ErrorKind;
import dev.gantry.api.image.Reference;
import dev.gantry.api.runtime.ImageRecord;
import dev.gantry.api.types.Platform;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The images in memory. Read from containerd's records when first needed, after each change of ours, after a reconnect, and when
/// a name is not known, at most once a second, since others may write records too.
public final class Catalog {
    /// What the record of an image without names is called, before the digest of its manifest.
    public static final String DANGLING = "moby-dangling@";

    private static final Logger LOG = LoggerFactory.getLogger(Catalog.class);
    private static final long RECHECK_NANOS = 1_000_000_000L;

    private final Backends backends;
    private final ContentReader reader;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, ImageContent> known = new HashMap<>();
    private volatile @Nullable CatalogView view;
    private long versions;
    private long readAt;

    /// @param backends containerd's stores
    public Catalog(Backends backends) {
        this.backends = backends;
        this.reader = new ContentReader(backends);
    }

    /// All images now.
    public CatalogView view() {
        CatalogView present = view;
        return present != null ? present : refresh();
    }

    /// Reads the records the next time when they are needed.
    public void expire() {
        view = null;
    }

    /// Reads the records now.
    public CatalogView refresh() {
        lock.lock();
        try {
            List<ImageRecord> records = backends.images().list();
            Map<String, Gathered> gathered = new LinkedHashMap<>();
            Map<String, ImageContent> used = new HashMap<>();
            for (ImageRecord record : records) {
                content(record, used)
                        .ifPresent(content -> gathered.computeIfAbsent(content.id(), _ -> new Gathered(content))
                                .add(record));
            }
            known.keySet().retainAll(used.keySet());
            readAt = System.nanoTime();
            CatalogView fresh = CatalogView.of(
                    ++versions, gathered.values().stream().map(Gathered::image).toList());
            view = fresh;
            return fresh;
        } finally {
            lock.unlock();
        }
    }

    private Optional<ImageContent> content(ImageRecord record, Map<String, ImageContent> used) {
        String chosen = record.labels().getOrDefault(ImageContent.CHOSEN, "");
        String key = record.target().digest() + " " + chosen;
        try {
            ImageContent content = known.get(key);
            if (content == null) {
                content = reader.read(record.target(), chosen);
                known.put(key, content);
            }
            used.put(key, content);
            return Optional.of(content);
        } catch (EngineException e) {
            if (e.kind() == ErrorKind.UNAVAILABLE) {
                throw e;
            }
            LOG.debug("image={} is not usable here: {}", record.name(), e.getMessage());
            return Optional.empty();
        }
    }

    /// The image of what a client wrote.
    ///
    /// @throws EngineException NOT_FOUND `No such image: X`; INVALID_PARAMETER when it is no name
    public StoredImage resolve(String written, @Nullable Platform platform) {
        Optional<StoredImage> found = view().find(written);
        if (found.isEmpty() && isOld()) {
            found = refresh().find(written);
        }
        return CatalogView.require(found.orElseThrow(() -> CatalogView.missing(written)), written, platform);
    }

    private boolean isOld() {
        lock.lock();
        try {
            return System.nanoTime() - readAt > RECHECK_NANOS;
        } finally {
            lock.unlock();
        }
    }

    /// The records of one image.
    private static final class Gathered {
        private final ImageContent content;
        private final List<Reference> tags = new ArrayList<>();
        private final List<Reference> digests = new ArrayList<>();
        private Instant last = Instant.EPOCH;

        Gathered(ImageContent content) {
            this.content = content;
        }

        void add(ImageRecord record) {
            if (record.updatedAt().isAfter(last)) {
                last = record.updatedAt();
            }
            if (record.name().startsWith(DANGLING)) {
                return;
            }
            try {
                Reference reference = Reference.parse(record.name());
                if (reference.digest() != null) {
                    digests.add(reference);
                } else if (reference.tag() != null) {
                    tags.add(reference);
                }
            } catch (EngineException e) {
                LOG.debug("image record={} is no name: {}", record.name(), e.getMessage());
            }
        }

        StoredImage image() {
            return new StoredImage(content.id(), content, tags, digests, last);
        }
    }
}
