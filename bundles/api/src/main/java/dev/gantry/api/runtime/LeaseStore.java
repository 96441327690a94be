package dev.gantry.api.runtime;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.osgi.annotation.versioning.ProviderType;

/// Leases: what they hold is not collected.
///
/// Typical: open a lease, do the work through `under(lease.id())`, make the image record, close the lease.
@ProviderType
public interface LeaseStore {
    /// Makes a lease under a new id that ends by itself after `expiry`, should this daemon not live to end it. Closing it
    /// deletes the lease, without waiting for the collection.
    OpenLease open(Duration expiry);

    /// Makes a lease that lasts until it is deleted.
    ///
    /// @throws dev.gantry.api.error.EngineException CONFLICT when the id is taken
    void create(String id, Map<String, String> labels);

    /// Ends a lease. Does nothing when there is none.
    ///
    /// @param collect wait until what nobody refers to any more has been deleted
    void delete(String id, boolean collect);

    /// Ids of all leases.
    List<String> list();

    /// Adds something to a lease.
    void add(String id, LeasedResource resource);

    /// Takes something out of a lease.
    void remove(String id, LeasedResource resource);

    /// What a lease holds.
    List<LeasedResource> resources(String id);

    /// A lease that lasts as long as it is open.
    interface OpenLease extends AutoCloseable {
        /// The lease's id, for `under(…)`.
        String id();

        /// Deletes the lease; failures are swallowed, since it expires anyhow.
        @Override
        void close();
    }

    /// Something that a lease holds.
    ///
    /// @param type `content`, `ingests`, or `snapshots/` and the snapshotter's name
    /// @param id digest, ingest reference, or snapshot key
    record LeasedResource(String type, String id) {
        /// A blob.
        public static LeasedResource content(String digest) {
            return new LeasedResource("content", digest);
        }

        /// A snapshot.
        public static LeasedResource snapshot(String snapshotter, String key) {
            return new LeasedResource("snapshots/" + snapshotter, key);
        }
    }
}
