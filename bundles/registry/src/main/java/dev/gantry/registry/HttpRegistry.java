package dev.gantry.registry;

import dev.gantry.api.config.ConfigChange;
import dev.gantry.api.config.Preparation;
import dev.gantry.api.config.Reconfigurable;
import dev.gantry.api.http.ClientAgent;
import dev.gantry.api.image.Reference;
import dev.gantry.api.json.JsonCodec;
import dev.gantry.api.registry.Access;
import dev.gantry.api.registry.BlobStream;
import dev.gantry.api.registry.Credentials;
import dev.gantry.api.registry.LoginResult;
import dev.gantry.api.registry.Registry;
import dev.gantry.api.registry.RepositoryClient;
import dev.gantry.api.registry.SearchResult;
import dev.gantry.api.types.Filters;
import dev.gantry.api.types.RegistryConfig;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Modified;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Opens conversations over HTTP. Conversations outlive it: they share nothing with it but caches.
@Component(configurationPid = "dev.gantry.registry", configurationPolicy = ConfigurationPolicy.REQUIRE)
public final class HttpRegistry implements Registry, Reconfigurable {
    private static final Logger LOG = LoggerFactory.getLogger(HttpRegistry.class);

    private final JsonCodec json;
    private final UserAgent agent = UserAgent.ofMachine();
    private final Tokens tokens = new Tokens();
    private final EndpointMemory memory = new EndpointMemory();
    private volatile InForce inForce;

    /// @param configuration `insecure-registries`, `registry-mirrors`, `certs-dir`, `http-proxy`, `https-proxy`, `no-proxy`
    @Activate
    public HttpRegistry(
            @org.osgi.service.component.annotations.Reference JsonCodec json, Map<String, Object> configuration) {
        this(json, RegistrySettings.of(configuration));
    }

    HttpRegistry(JsonCodec json, RegistrySettings settings) {
        this.json = json;
        this.inForce = new InForce(settings);
    }

    /// What conversations that begin now go by. It is replaced as a whole; a conversation keeps what it began with.
    private record InForce(RegistryRules rules, HttpClients clients) {
        InForce(RegistrySettings settings) {
            this(new RegistryRules(settings), new HttpClients(settings));
        }

        Calls calls(String agent) {
            return new Calls(rules.settings().limits().stall(), agent);
        }
    }

    /// All settings may change live: a new component would forget tokens, and make pulls wait that are under way. Settings that are
    /// refused leave those before in force.
    @Modified
    void configure(Map<String, Object> configuration) {
        try {
            RegistrySettings.Limits limits = inForce.rules().settings().limits();
            inForce = new InForce(RegistrySettings.of(configuration, limits));
        } catch (IllegalArgumentException e) {
            LOG.error("registry settings are refused, those before stay in force: {}", e.getMessage());
        }
    }

    /// Refuses what would be refused later; the settings come with the component's own dictionary.
    @Override
    public Preparation prepare(ConfigChange change) {
        check(change, RegistrySettings.INSECURE, RegistrySettings::insecure);
        check(change, RegistrySettings.MIRRORS, RegistrySettings::mirrors);
        return Preparation.NOTHING;
    }

    private static void check(ConfigChange change, String key, Consumer<Object> parser) {
        Object written = change.after().values().get(key);
        try {
            if (written != null && change.concerns(key)) {
                parser.accept(written);
            }
        } catch (IllegalArgumentException e) {
            throw ConfigChange.refusal(key, String.valueOf(e.getMessage()));
        }
    }

    @Override
    public RepositoryClient open(
            Reference repository, Credentials credentials, Access access, Map<String, List<String>> headers) {
        InForce now = inForce;
        Calls calls = now.calls(agent.on(headers));
        Map<String, List<String>> sent = new TreeMap<>(headers);
        sent.keySet().removeIf(UserAgent::isClient);
        Conversation.Purpose purpose = new Conversation.Purpose(repository, access, sent);
        List<Endpoint> endpoints =
                memory.sorted(repository.domain(), now.rules().endpoints(repository.domain(), access));
        List<Connection> connections = endpoints.stream()
                .map(endpoint -> connection(now, endpoint, credentials, purpose, calls))
                .toList();
        return new Conversation(purpose, connections, calls, json, memory);
    }

    private Connection connection(
            InForce now, Endpoint endpoint, Credentials credentials, Conversation.Purpose purpose, Calls calls) {
        Credentials presented = endpoint.mirror() ? Credentials.NONE : credentials;
        TokenServer server = new TokenServer(now.clients(), now.rules(), calls, json);
        Authorizer authorizer = new Authorizer(presented, tokens, server);
        return new Connection(
                endpoint, new Connection.Transport(now.clients(), now.rules(), calls), authorizer, purpose);
    }

    @Override
    public LoginResult login(Credentials credentials) {
        InForce now = inForce;
        try (Calls calls = now.calls(agent.onBehalfOf(ClientAgent.current()))) {
            TokenServer server = new TokenServer(now.clients(), now.rules(), calls, json);
            return new Login(now.rules(), now.clients(), calls, server, json).attempt(credentials);
        }
    }

    @Override
    public List<SearchResult> search(String term, int limit, Filters filters, Credentials credentials) {
        InForce now = inForce;
        try (Calls calls = now.calls(agent.onBehalfOf(ClientAgent.current()))) {
            return new Search(now.rules(), now.clients(), calls, json).find(term, limit, filters, credentials);
        }
    }

    @Override
    public BlobStream fetch(URI address, Map<String, List<String>> headers) {
        InForce now = inForce;
        Calls calls = now.calls(agent.on(headers));
        boolean open = false;
        try {
            BlobStream file = new WebFile(now.rules(), now.clients(), calls).open(address);
            open = true;
            return file;
        } finally {
            if (!open) {
                calls.close();
            }
        }
    }

    @Override
    public RegistryConfig rules() {
        return inForce.rules().shown();
    }
}
