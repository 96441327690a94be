package dev.gantry.registry;

import java.net.http.HttpClient;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/// The HTTP clients, made when first needed: one for everybody, and one for each host that has certificates of its own or need
/// not prove who it is. Certificates that have changed count for the next conversation. Clients are never closed: a conversation
/// may outlive the component; the last one to go takes them along.
final class HttpClients {
    private static final int MOST = 64;

    private final RegistrySettings settings;
    private final Map<String, Made> clients = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Made> eldest) {
            return size() > MOST;
        }
    };

    /// @param stamp of the certificates that it was made with
    private record Made(HttpClient client, HostCertificates.Stamp stamp) {}

    HttpClients(RegistrySettings settings) {
        this.settings = settings;
    }

    /// The client for `host[:port]`.
    ///
    /// @throws dev.gantry.api.error.EngineException SYSTEM when the host's certificates cannot be read
    synchronized HttpClient forHost(String authority, boolean verified) {
        HostCertificates certificates =
                new HostCertificates(settings.certificates().resolve(authority));
        HostCertificates.Stamp stamp = certificates.stamp();
        boolean usual = verified && stamp.isEmpty();
        String key = usual ? "" : (verified ? "verified " : "insecure ") + authority;
        Made present = clients.get(key);
        if (present != null && present.stamp().equals(stamp)) {
            return present.client();
        }
        HttpClient client = client(usual ? null : certificates.context(verified));
        clients.put(key, new Made(client, stamp));
        return client;
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
