package dev.gantry.router.containers;

import dev.gantry.api.container.Containers;
import dev.gantry.api.container.RunningContainer;
import dev.gantry.api.types.ContainerConfig;
import dev.gantry.api.types.ContainerConfigBuilder;
import dev.gantry.api.types.HostConfigBuilder;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// An engine that notes what it is asked and answers as the test told it to.
final class FakeContainers {
    @FunctionalInterface
    interface Answer {
        Object to(Object[] arguments) throws Exception;
    }

    final List<String> calls = new ArrayList<>();
    final Map<String, Object[]> arguments = new HashMap<>();
    private final Map<String, Answer> answers = new HashMap<>();

    FakeContainers when(String method, Answer answer) {
        answers.put(method, answer);
        return this;
    }

    Containers service() {
        return (Containers) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {Containers.class}, (proxy, method, args) -> {
                    if (method.getDeclaringClass() == Object.class) {
                        return method.getName().equals("equals") ? proxy == args[0] : 1;
                    }
                    calls.add(method.getName());
                    arguments.put(method.getName(), args);
                    Answer answer = answers.get(method.getName());
                    if (answer == null && method.getReturnType() != void.class) {
                        throw new AssertionError("unexpected " + method);
                    }
                    try {
                        return answer == null ? null : answer.to(args);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    ContainersRouter router() {
        ContainersRouter router = new ContainersRouter();
        router.bindContainers(service());
        router.bindJson(new dev.gantry.json.JacksonCodec());
        return router;
    }

    static RunningContainer container(boolean tty) {
        ContainerConfig config = ContainerConfigBuilder.builder().Tty(tty).build();
        return new RunningContainer(
                "a".repeat(64),
                "web",
                "running",
                1,
                null,
                "",
                "",
                config,
                HostConfigBuilder.builder().build(),
                List.of(),
                Path.of("/"),
                Path.of("/"),
                Path.of("/"),
                "/",
                null,
                null);
    }
}
