package dev.gantry.router.system;

import dev.gantry.api.error.EngineException;
import dev.gantry.api.http.Exchange;
import dev.gantry.api.http.Handler;
import dev.gantry.api.registry.Credentials;
import dev.gantry.api.registry.LoginResult;
import dev.gantry.api.types.AuthConfig;
import dev.gantry.api.types.AuthResponse;
import java.io.IOException;

/// Tries a login. Unlike elsewhere, the body needs no label.
final class AuthRoute implements Handler {
    private static final int LONGEST = 64 * 1024;

    private final SystemServices services;

    AuthRoute(SystemServices services) {
        this.services = services;
    }

    @Override
    public void handle(Exchange exchange) throws IOException {
        byte[] body = exchange.body().readNBytes(LONGEST + 1);
        if (body.length > LONGEST) {
            throw EngineException.invalidParameter("request body too large");
        }
        AuthConfig auth = services.json.call(codec -> codec.read(body, AuthConfig.class));
        LoginResult result = services.registry.call(registry -> registry.login(Credentials.of(auth)));
        exchange.respondJson(200, new AuthResponse(result.status(), result.identityToken()));
    }
}
