package dev.gantry.testkit.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.api.http.Route;
import dev.gantry.api.http.Router;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// What every [Router] has to keep. What its routes answer is for its own tests; [FakeExchange] helps there.
public abstract class RouterContract {
    private static final Set<String> METHODS = Set.of("GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS");

    /// A new router, as its component would be after an update of the bundle, with none of its services there yet.
    protected abstract Router newRouter();

    private static List<String> names(Router router) {
        return router.routes().stream()
                .map(route -> route.method() + " " + route.template())
                .toList();
    }

    @Test
    void hasRoutes() {
        assertFalse(newRouter().routes().isEmpty());
    }

    @Test
    void usesMethodsThatTheServerKnows() {
        for (Route route : newRouter().routes()) {
            assertTrue(METHODS.contains(route.method()), route.method() + " " + route.template());
        }
    }

    @Test
    void answersEachRequestByOneRoute() {
        List<String> names = names(newRouter());
        assertEquals(names.size(), new HashSet<>(names).size(), () -> "some route stands twice: " + names);
    }

    @Test
    void leavesTheVersionToTheServer() {
        for (Route route : newRouter().routes()) {
            assertFalse(route.template().matches("/v[0-9{].*"), route.template());
        }
    }

    @Test
    void closesItsVariables() {
        for (Route route : newRouter().routes()) {
            String rest = route.template().replaceAll("\\{\\w+(:[^{}]+)?}", "");
            assertFalse(rest.contains("{") || rest.contains("}"), route.template());
        }
    }

    /// The server keeps the templates of a router that has left, so that requests wait for one that has the same.
    @Test
    void hasTheSameRoutesAfterAnUpdate() {
        assertEquals(names(newRouter()), names(newRouter()));
    }
}
