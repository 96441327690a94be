package dev.gantry.api.registry;

import dev.gantry.api.image.Reference;
import dev.gantry.api.types.Filters;
import dev.gantry.api.types.RegistryConfig;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.osgi.annotation.versioning.ProviderType;

/// The way to registries. [#login] and [#search] tell them the client on whose behalf the calling thread works
/// ([ClientAgent][dev.gantry.api.http.ClientAgent]); what goes on in other threads takes the name along among its headers.
@ProviderType
public interface Registry {
    /// Begins a conversation about the reference's repository. Sends nothing yet; close it.
    ///
    /// @param credentials [Credentials#NONE] for nobody
    /// @param headers further headers to be sent with each request to the registry (`X-Meta-…`); `User-Agent` is not sent as it is,
    ///     but names the client on whose behalf we ask
    RepositoryClient open(
            Reference repository, Credentials credentials, Access access, Map<String, List<String>> headers);

    /// Tries credentials at the registry that they name, Docker Hub when they name none.
    ///
    /// @throws dev.gantry.api.error.EngineException UNAUTHORIZED when they are refused
    LoginResult login(Credentials credentials);

    /// Searches Docker Hub, or the registry whose host stands before the first slash of `term`.
    ///
    /// @param limit at most so many, 1 to 100
    /// @param filters `is-official`, `is-automated` (true or false), `stars` (at least so many)
    List<SearchResult> search(String term, int limit, Filters filters, Credentials credentials);

    /// Fetches a file of a web server that need not be a registry, over the proxies in force; redirects are followed. Close it.
    ///
    /// @param address `http` or `https`
    /// @param headers as for [#open]; only `User-Agent` counts
    BlobStream fetch(URI address, Map<String, List<String>> headers);

    /// The rules in force: insecure registries and mirrors, as `docker info` shows them.
    RegistryConfig rules();
}
