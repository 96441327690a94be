package dev.gantry.api.registry;

/// What a successful login gave.
///
/// @param status for the user: `Login Succeeded`
/// @param identityToken to be kept in place of the password; empty when the registry gives none
public record LoginResult(String status, String identityToken) {
    /// Hides the token.
    @Override
    public String toString() {
        return "LoginResult[status=" + status + "]";
    }
}
