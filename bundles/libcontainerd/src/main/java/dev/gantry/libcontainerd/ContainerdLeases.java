package dev.gantry.libcontainerd;

import dev.gantry.api.error.EngineException;
import dev.gantry.api.error.ErrorKind;
import dev.gantry.api.runtime.GcLabels;
import dev.gantry.api.runtime.LeaseStore;
import dev.gantry.proto.containerd.leases.AddResourceRequest;
import dev.gantry.proto.containerd.leases.CreateRequest;
import dev.gantry.proto.containerd.leases.DeleteRequest;
import dev.gantry.proto.containerd.leases.DeleteResourceRequest;
import dev.gantry.proto.containerd.leases.Lease;
import dev.gantry.proto.containerd.leases.LeasesGrpc;
import dev.gantry.proto.containerd.leases.LeasesGrpc.LeasesBlockingStub;
import dev.gantry.proto.containerd.leases.ListRequest;
import dev.gantry.proto.containerd.leases.ListResourcesRequest;
import dev.gantry.proto.containerd.leases.Resource;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Leases on containerd's leases service.
@Component
public final class ContainerdLeases implements LeaseStore {
    private static final Logger LOG = LoggerFactory.getLogger(ContainerdLeases.class);

    private final Containerd containerd;

    /// Called by Declarative Services.
    @Activate
    public ContainerdLeases(@Reference Containerd containerd) {
        this.containerd = containerd;
    }

    @Override
    public OpenLease open(Duration expiry) {
        String id = "gantry-" + UUID.randomUUID();
        create(id, Map.of(GcLabels.EXPIRE, GcLabels.time(Instant.now().plus(expiry))));
        return new ClosableLease(id);
    }

    @Override
    public void create(String id, Map<String, String> labels) {
        CreateRequest request =
                CreateRequest.newBuilder().setId(id).putAllLabels(labels).build();
        call(stub -> stub.create(request));
    }

    @Override
    public void delete(String id, boolean collect) {
        DeleteRequest request =
                DeleteRequest.newBuilder().setId(id).setSync(collect).build();
        try {
            call(stub -> stub.delete(request));
        } catch (EngineException e) {
            if (e.kind() != ErrorKind.NOT_FOUND) {
                throw e;
            }
        }
    }

    @Override
    public List<String> list() {
        return ask(stub -> stub.list(ListRequest.getDefaultInstance())).getLeasesList().stream()
                .map(Lease::getId)
                .toList();
    }

    @Override
    public void add(String id, LeasedResource resource) {
        AddResourceRequest request = AddResourceRequest.newBuilder()
                .setId(id)
                .setResource(toWire(resource))
                .build();
        call(stub -> stub.addResource(request));
    }

    @Override
    public void remove(String id, LeasedResource resource) {
        DeleteResourceRequest request = DeleteResourceRequest.newBuilder()
                .setId(id)
                .setResource(toWire(resource))
                .build();
        call(stub -> stub.deleteResource(request));
    }

    @Override
    public List<LeasedResource> resources(String id) {
        ListResourcesRequest request =
                ListResourcesRequest.newBuilder().setId(id).build();
        return ask(stub -> stub.listResources(request)).getResourcesList().stream()
                .map(resource -> new LeasedResource(resource.getType(), resource.getId()))
                .toList();
    }

    private static Resource toWire(LeasedResource resource) {
        return Resource.newBuilder()
                .setType(resource.type())
                .setId(resource.id())
                .build();
    }

    private <R> R call(Function<LeasesBlockingStub, R> rpc) {
        return containerd.call(channel -> rpc.apply(LeasesGrpc.newBlockingStub(channel)));
    }

    private <R> R ask(Function<LeasesBlockingStub, R> rpc) {
        return containerd.ask(channel -> rpc.apply(LeasesGrpc.newBlockingStub(channel)));
    }

    private final class ClosableLease implements OpenLease {
        private final String id;

        ClosableLease(String id) {
            this.id = id;
        }

        @Override
        public String id() {
            return id;
        }

        /// Also when the thread was told to end: the interrupt is put aside meanwhile, since it would end the call.
        @Override
        public void close() {
            boolean interrupted = Thread.interrupted();
            try {
                delete(id, false);
            } catch (EngineException e) {
                LOG.debug("lease left to expire id={}: {}", id, e.getMessage());
            } finally {
                if (interrupted) {
                    Thread.currentThread().interrupt();
                }
            }
        }
    }
}
