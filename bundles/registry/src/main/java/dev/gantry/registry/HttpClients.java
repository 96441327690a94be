package dev.gantry.registry;

import java.net.http.HttpClient;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/// The HTTP clients, made when first needed: one for everybody, and one for each host that has certificates of its own or need
/// not prove who it is. They are never closed: a conversation may outlive the component; the last one to go takes them along.
final class HttpClients {
    private final RegistrySettings settings;
    private final Map<String, HttpClient> clients = new ConcurrentHashMap<>();

    HttpClients(RegistrySettings settings) {
        this.settings = settings;
    }

    /// The client for `host[:port]`.
    ///
    /// @throws dev.gantry.api.error.EngineException SYSTEM when the host's certificates cannot be read
    HttpClient forHost(String authority, boolean verified) {
        HostCertificates certificates =
                new HostCertificates(settings.certificates().resolve(authority));
        if (verified && !certificates.exist()) {
            return clients.computeIfAbsent("", _ -> client(null));
        }
        return clients.computeIfAbsent(
                (verified ? "verified " : "insecure ") + authority, _ -> client(certificates.context(verified)));
    }

    private HttpClient client(@Nullable SSLContext tls) {
        HttpClient.Builder builder = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(settings.limits().connect())
                .proxy(settings.proxies())
                .executor(Executors.newVirtualThreadPerTaskExecutor());
        if (tls != null) {
            builder.sslContext(tls);
        }
        return builder.build();
    }
}
