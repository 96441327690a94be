package dev.gantry.api.registry;

import dev.gantry.api.types.AuthConfig;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Who a client is to a registry. Prints no secret.
///
/// @param serverAddress the registry they are for, as the client wrote it; empty when it does not say
/// @param username empty when there is none
/// @param password empty when there is none
/// @param identityToken refresh token to be exchanged for access tokens; empty when there is none
/// @param registryToken bearer token to be sent as it stands; empty when there is none
public record Credentials(
        String serverAddress, String username, String password, String identityToken, String registryToken) {
    /// Nobody in particular.
    public static final Credentials NONE = new Credentials("", "", "", "", "");

    /// Refuses nulls.
    public Credentials {
        Objects.requireNonNull(serverAddress, "serverAddress");
        Objects.requireNonNull(username, "username");
        Objects.requireNonNull(password, "password");
        Objects.requireNonNull(identityToken, "identityToken");
        Objects.requireNonNull(registryToken, "registryToken");
    }

    /// What a client sent. `auth`, base64 of `user:password`, is used where the two are not there by themselves; one that cannot be
    /// decoded counts as absent.
    public static Credentials of(@Nullable AuthConfig auth) {
        if (auth == null) {
            return NONE;
        }
        String username = auth.username();
        String password = auth.password();
        if (username.isEmpty() && password.isEmpty() && !auth.auth().isEmpty()) {
            String[] pair = decode(auth.auth());
            username = pair[0];
            password = pair[1];
        }
        return new Credentials(auth.serveraddress(), username, password, auth.identitytoken(), auth.registrytoken());
    }

    private static String[] decode(String auth) {
        try {
            String text = new String(Base64.getDecoder().decode(auth), StandardCharsets.UTF_8);
            int colon = text.indexOf(':');
            return colon < 0
                    ? new String[] {"", ""}
                    : new String[] {text.substring(0, colon), text.substring(colon + 1)};
        } catch (IllegalArgumentException e) {
            return new String[] {"", ""};
        }
    }

    /// Whether there is anything to present.
    public boolean isEmpty() {
        return username.isEmpty() && identityToken.isEmpty() && registryToken.isEmpty();
    }

    /// Names the user and the registry only.
    @Override
    public String toString() {
        return "Credentials[serverAddress=" + serverAddress + ", username=" + username + "]";
    }
}
