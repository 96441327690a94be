package dev.gantry.router.distribution;

import dev.gantry.api.error.EngineException;
import dev.gantry.api.http.ClientAgent;
import dev.gantry.api.http.Exchange;
import dev.gantry.api.http.Route;
import dev.gantry.api.http.Router;
import dev.gantry.api.image.Reference;
import dev.gantry.api.json.JsonCodec;
import dev.gantry.api.lease.ServiceSlot;
import dev.gantry.api.registry.Access;
import dev.gantry.api.registry.BlobStream;
import dev.gantry.api.registry.Credentials;
import dev.gantry.api.registry.Manifest;
import dev.gantry.api.registry.Registry;
import dev.gantry.api.registry.RepositoryClient;
import dev.gantry.api.types.AuthConfig;
import dev.gantry.api.types.Descriptor;
import dev.gantry.api.types.DistributionInspect;
import dev.gantry.api.types.Platform;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/// `/distribution`.
@Component(immediate = true)
public final class DistributionRouter implements Router {
    private static final int LARGEST_CONFIG = 8 << 20;

    private final ServiceSlot<Registry> registry = new ServiceSlot<>("the registry client");
    private final JsonCodec json;

    /// Called by Declarative Services.
    @Activate
    public DistributionRouter(@org.osgi.service.component.annotations.Reference JsonCodec json) {
        this.json = json;
    }

    private record Parts(
            @Nullable Descriptor config, @Nullable List<Descriptor> manifests) {}

    private record Config(
            @Nullable String architecture,
            @Nullable String os,
            @Nullable String variant) {}

    @Override
    public List<Route> routes() {
        return List.of(Route.get("/distribution/{name:.*}/json", this::inspect));
    }

    private void inspect(Exchange exchange) throws IOException {
        String name = exchange.pathParam("name");
        if (name.matches("(sha256:)?[a-f0-9]{64}")) {
            throw EngineException.system("no manifest found for full image ID");
        }
        Reference reference = Reference.parse(name).orLatest();
        Credentials credentials = credentials(exchange.header("X-Registry-Auth"));
        try (RepositoryClient client = registry.call(r -> r.open(reference, credentials, Access.INSPECT, client()))) {
            exchange.onClientGone(client::close);
            exchange.respondJson(200, describe(client, reference));
        }
    }

    /// Registries are told who asks.
    private static Map<String, List<String>> client() {
        String agent = ClientAgent.current();
        return agent.isEmpty() ? Map.of() : Map.of("User-Agent", List.of(agent));
    }

    private DistributionInspect describe(RepositoryClient client, Reference reference) throws IOException {
        Manifest manifest =
                client.manifest(reference.digest() != null ? reference.digest() : String.valueOf(reference.tag()));
        Parts parts = json.read(manifest.bytes(), Parts.class);
        var found = manifest.descriptor();
        Descriptor descriptor =
                new Descriptor(found.mediaType(), found.digest(), found.size(), null, null, "", null, "");
        return new DistributionInspect(descriptor, platforms(client, parts));
    }

    private List<Platform> platforms(RepositoryClient client, Parts parts) throws IOException {
        if (parts.manifests() != null) {
            return parts.manifests().stream()
                    .map(Descriptor::platform)
                    .filter(p -> p != null)
                    .map(p -> (Platform) p)
                    .toList();
        }
        Descriptor config = parts.config();
        if (config == null) {
            return List.of();
        }
        var blob = new dev.gantry.api.runtime.Descriptor(config.mediaType(), config.digest(), config.size());
        try (BlobStream stream = client.blob(blob, 0)) {
            Config read = json.read(verified(stream.body().readNBytes(LARGEST_CONFIG), config.digest()), Config.class);
            return read.os() == null || read.architecture() == null
                    ? List.of()
                    : List.of(new Platform(
                            read.architecture(), read.os(), "", null, read.variant() == null ? "" : read.variant()));
        }
    }

    private static byte[] verified(byte[] bytes, String digest) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(bytes);
            if (digest.equals("sha256:" + HexFormat.of().formatHex(hash))) {
                return bytes;
            }
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
        throw EngineException.system("image config verification failed for digest " + digest);
    }

    private Credentials credentials(@Nullable String header) {
        if (header == null || header.isBlank()) {
            return Credentials.NONE;
        }
        try {
            byte[] decoded = Base64.getUrlDecoder()
                    .decode(header.strip().replace('+', '-').replace('/', '_'));
            return Credentials.of(json.read(decoded, AuthConfig.class));
        } catch (IllegalArgumentException | EngineException e) {
            return Credentials.NONE;
        }
    }

    @org.osgi.service.component.annotations.Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindRegistry(Registry service) {
        registry.bind(service);
    }

    void unbindRegistry(Registry service) {
        registry.unbind(service);
    }
}
