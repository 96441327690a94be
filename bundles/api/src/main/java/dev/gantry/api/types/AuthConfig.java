package dev.gantry.api.types;

import dev.gantry.api.json.OmitEmpty;

/// Credentials for a registry. Never logged: [#toString] hides them.
public record AuthConfig(
        @OmitEmpty String username,
        @OmitEmpty String password,
        @OmitEmpty String auth,
        @OmitEmpty String email,
        @OmitEmpty String serveraddress,
        @OmitEmpty String identitytoken,
        @OmitEmpty String registrytoken) {
    /// Replaces absent strings by empty ones and copies collections.
    public AuthConfig {
        username = Values.text(username);
        password = Values.text(password);
        auth = Values.text(auth);
        email = Values.text(email);
        serveraddress = Values.text(serveraddress);
        identitytoken = Values.text(identitytoken);
        registrytoken = Values.text(registrytoken);
    }

    /// Names the user and the registry, not the secrets.
    @Override
    public String toString() {
        return "AuthConfig[username=" + username + ", serveraddress=" + serveraddress + "]";
    }
}
