package dev.gantry.registry;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// The tokens that were issued and are still good, shared by all conversations; the longest unused are forgotten first.
final class Tokens {
    private static final int MOST = 256;
    private static final Duration MARGIN = Duration.ofSeconds(10);

    private final Map<Key, Token> tokens = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, Token> eldest) {
            return size() > MOST;
        }
    };

    /// What a token was issued for.
    ///
    /// @param account tells credentials apart without being them
    record Key(String realm, String service, String scope, String account) {}

    private record Token(String value, Instant until) {}

    synchronized Optional<String> find(Key key) {
        Token token = tokens.get(key);
        return token != null && Instant.now().isBefore(token.until()) ? Optional.of(token.value()) : Optional.empty();
    }

    synchronized void put(Key key, String value, Duration lifetime) {
        Duration usable = lifetime.minus(MARGIN);
        if (usable.isPositive()) {
            tokens.put(key, new Token(value, Instant.now().plus(usable)));
        }
    }

    synchronized void forget(Key key) {
        tokens.remove(key);
    }
}
