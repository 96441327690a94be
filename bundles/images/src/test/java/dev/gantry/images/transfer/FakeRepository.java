package dev.gantry.images.transfer;

import dev.gantry.api.registry.BlobSource;
import dev.gantry.api.registry.BlobStream;
import dev.gantry.api.registry.Manifest;
import dev.gantry.api.registry.RepositoryClient;
import dev.gantry.api.runtime.Descriptor;
import java.util.List;
import java.util.function.LongConsumer;

/// A repository that has nothing; a test overrides what it needs.
class FakeRepository implements RepositoryClient {
    @Override
    public Descriptor resolve(String tagOrDigest) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Manifest manifest(String tagOrDigest) {
        throw new UnsupportedOperationException();
    }

    @Override
    public BlobStream blob(Descriptor blob, long offset) {
        throw new UnsupportedOperationException();
    }

    @Override
    public List<String> tags() {
        return List.of();
    }

    @Override
    public boolean hasBlob(String digest) {
        return false;
    }

    @Override
    public boolean mountBlob(String digest, String fromPath) {
        return false;
    }

    @Override
    public void pushBlob(Descriptor blob, BlobSource source, LongConsumer sent) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void putManifest(String tagOrDigest, Manifest manifest) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void close() {}
}
