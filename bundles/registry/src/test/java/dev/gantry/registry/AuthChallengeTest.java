package dev.gantry.registry;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AuthChallengeTest {
    @Test
    void readsABearerChallenge() {
        String header =
                "Bearer realm=\"https://auth.example/token\",service=\"reg\",scope=\"repository:a/b:pull,push\"";
        assertEquals(
                List.of(new AuthChallenge(
                        "bearer",
                        Map.of(
                                "realm",
                                "https://auth.example/token",
                                "service",
                                "reg",
                                "scope",
                                "repository:a/b:pull,push"))),
                AuthChallenge.parse(List.of(header)));
    }

    @Test
    void readsSeveralChallengesInOneHeader() {
        List<AuthChallenge> read = AuthChallenge.parse(
                List.of("Basic realm=\"a, b=\\\"c\\\"\", Bearer realm=x , error = insufficient_scope"));
        assertEquals(
                List.of("basic", "bearer"),
                read.stream().map(AuthChallenge::scheme).toList());
        assertEquals("a, b=\"c\"", read.getFirst().parameter("realm"));
        assertEquals("insufficient_scope", read.getLast().parameter("error"));
    }

    @Test
    void survivesNonsense() {
        for (String header :
                List.of("", ",", "=", "Bearer =", "Bearer realm=", "Bearer realm=\"open", "\"", "Basic a=b=c")) {
            AuthChallenge.parse(List.of(header));
        }
    }
}
