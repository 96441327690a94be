package dev.gantry.registry;

import dev.gantry.api.image.Reference;
import dev.gantry.api.json.JsonCodec;
import dev.gantry.api.registry.Access;
import dev.gantry.api.registry.Credentials;
import dev.gantry.api.registry.LoginResult;
import dev.gantry.api.registry.Registry;
import dev.gantry.api.registry.RepositoryClient;
import dev.gantry.api.registry.SearchResult;
import dev.gantry.api.types.Filters;
import dev.gantry.api.types.RegistryConfig;
import java.util.List;
import java.util.Map;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;

/// Opens conversations over HTTP. Conversations outlive it: they share nothing with it but caches.
@Component(configurationPid = "dev.gantry.registry", configurationPolicy = ConfigurationPolicy.REQUIRE)
public final class HttpRegistry implements Registry {
    private final RegistryRules rules;
    private final HttpClients clients;
    private final JsonCodec json;
    private final Tokens tokens = new Tokens();
    private final EndpointMemory memory = new EndpointMemory();

    /// @param configuration `insecure-registries`, `registry-mirrors`, `certs-dir`, `http-proxy`, `https-proxy`, `no-proxy`
    @Activate
    public HttpRegistry(
            @org.osgi.service.component.annotations.Reference JsonCodec json, Map<String, Object> configuration) {
        this(json, RegistrySettings.of(configuration));
    }

    HttpRegistry(JsonCodec json, RegistrySettings settings) {
        this.json = json;
        this.rules = new RegistryRules(settings);
        this.clients = new HttpClients(settings);
    }

    @Override
    public RepositoryClient open(
            Reference repository, Credentials credentials, Access access, Map<String, List<String>> headers) {
        Calls calls = new Calls(rules.settings().limits().stall());
        List<Endpoint> endpoints = memory.sorted(repository.domain(), rules.endpoints(repository.domain(), access));
        List<Connection> connections = endpoints.stream()
                .map(endpoint -> connection(endpoint, credentials, headers, calls))
                .toList();
        return new Conversation(repository, access, connections, calls, json, memory);
    }

    private Connection connection(
            Endpoint endpoint, Credentials credentials, Map<String, List<String>> headers, Calls calls) {
        Credentials presented = endpoint.mirror() ? Credentials.NONE : credentials;
        Authorizer authorizer = new Authorizer(presented, tokens, new TokenServer(clients, rules, calls, json));
        return new Connection(endpoint, new Connection.Transport(clients, rules, calls), authorizer, headers);
    }

    @Override
    public LoginResult login(Credentials credentials) {
        try (Calls calls = new Calls(rules.settings().limits().stall())) {
            TokenServer server = new TokenServer(clients, rules, calls, json);
            return new Login(rules, clients, calls, server, json).attempt(credentials);
        }
    }

    @Override
    public List<SearchResult> search(String term, int limit, Filters filters, Credentials credentials) {
        try (Calls calls = new Calls(rules.settings().limits().stall())) {
            return new Search(rules, clients, calls, json).find(term, limit, filters, credentials);
        }
    }

    @Override
    public RegistryConfig rules() {
        return rules.shown();
    }
}
