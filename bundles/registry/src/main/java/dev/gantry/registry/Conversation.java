package dev.gantry.registry;

import dev.gantry.api.error.EngineException;
import dev.gantry.api.error.ErrorKind;
import dev.gantry.api.image.Reference;
import dev.gantry.api.json.JsonCodec;
import dev.gantry.api.registry.Access;
import dev.gantry.api.registry.BlobSource;
import dev.gantry.api.registry.BlobStream;
import dev.gantry.api.registry.Manifest;
import dev.gantry.api.registry.RepositoryClient;
import dev.gantry.api.runtime.Descriptor;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.LongConsumer;

/// A conversation over whichever end point of the registry answers. It moves on to the next one when one cannot be reached, or
/// is a mirror and does not have what is asked for; it never moves back.
final class Conversation implements RepositoryClient {
    /// Often enough to ask a mirror for a blob whose transfer keeps breaking.
    private static final int MOST_MIRROR_OPENS = 2;

    private final Purpose purpose;
    private final List<Connection> connections;
    private final Calls calls;
    private final JsonCodec json;
    private final EndpointMemory memory;
    private final Map<String, Integer> mirrorOpens = new ConcurrentHashMap<>();
    private volatile int current;

    /// What it is about.
    ///
    /// @param headers sent with each request to the registry itself
    record Purpose(Reference repository, Access access, Map<String, List<String>> headers) {
        Purpose {
            repository = repository.repository();
        }

        /// What tokens must allow.
        String scope() {
            return "repository:" + repository.path() + (access == Access.PUSH ? ":pull,push" : ":pull");
        }
    }

    Conversation(Purpose purpose, List<Connection> connections, Calls calls, JsonCodec json, EndpointMemory memory) {
        this.purpose = purpose;
        this.connections = List.copyOf(connections);
        this.calls = calls;
        this.json = json;
        this.memory = memory;
    }

    private <T> T attempt(Function<Connection, T> call) {
        return attempt(current, call);
    }

    private <T> T attempt(int first, Function<Connection, T> call) {
        int at = first;
        while (true) {
            Connection connection = connections.get(at);
            boolean reached = false;
            try {
                connection.reach();
                reached = true;
                T result = call.apply(connection);
                moveTo(at);
                return result;
            } catch (EngineException e) {
                boolean over =
                        Thread.currentThread().isInterrupted() || e.kind() == ErrorKind.UNAVAILABLE && isClosed(e);
                boolean hopeful = !reached || connection.endpoint().mirror();
                if (over || !hopeful || at + 1 >= connections.size()) {
                    throw e;
                }
                at++;
            }
        }
    }

    private static boolean isClosed(EngineException failure) {
        return "context canceled".equals(failure.getMessage());
    }

    private void moveTo(int index) {
        if (current < index) {
            current = index;
        }
        memory.remember(purpose.repository().domain(), connections.get(index).endpoint());
    }

    private Manifests manifests(Connection connection) {
        return new Manifests(connection, purpose, new Refusals(json, purpose.access()), json);
    }

    private Blobs blobs(Connection connection) {
        return new Blobs(connection, purpose.repository(), purpose.scope(), new Refusals(json, purpose.access()));
    }

    @Override
    public Descriptor resolve(String tagOrDigest) {
        return attempt(connection -> manifests(connection).resolve(tagOrDigest));
    }

    @Override
    public Manifest manifest(String tagOrDigest) {
        return attempt(connection -> manifests(connection).fetch(tagOrDigest));
    }

    @Override
    public List<String> tags() {
        return attempt(connection -> manifests(connection).tags());
    }

    @Override
    public void putManifest(String tagOrDigest, Manifest manifest) {
        attempt(connection -> {
            manifests(connection).put(tagOrDigest, manifest);
            return true;
        });
    }

    @Override
    public BlobStream blob(Descriptor blob, long offset) {
        int first = current;
        Endpoint endpoint = connections.get(first).endpoint();
        boolean last = first + 1 == connections.size();
        if (endpoint.mirror() && !last && mirrorOpens.merge(blob.digest(), 1, Integer::sum) > MOST_MIRROR_OPENS) {
            first++;
        }
        return attempt(first, connection -> blobs(connection).open(blob, offset));
    }

    @Override
    public boolean hasBlob(String digest) {
        return attempt(connection -> blobs(connection).exists(digest));
    }

    @Override
    public boolean mountBlob(String digest, String fromPath) {
        return attempt(connection -> blobs(connection).mount(digest, fromPath));
    }

    @Override
    public void pushBlob(Descriptor blob, BlobSource source, LongConsumer sent) {
        attempt(connection -> {
            blobs(connection).push(blob, source, sent);
            return true;
        });
    }

    @Override
    public void close() {
        calls.close();
    }
}
