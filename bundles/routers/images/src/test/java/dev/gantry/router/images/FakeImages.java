package dev.gantry.router.images;

import dev.gantry.api.error.EngineException;
import dev.gantry.api.image.Images;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/// An image store that notes its calls and gives what it was told to give.
final class FakeImages {
    final List<String> calls = new ArrayList<>();
    final Map<String, Function<Object[], Object>> answers = new HashMap<>();

    FakeImages on(String method, Function<Object[], Object> answer) {
        answers.put(method, answer);
        return this;
    }

    Images service() {
        return (Images) Proxy.newProxyInstance(
                Images.class.getClassLoader(), new Class<?>[] {Images.class}, (_, method, arguments) -> {
                    if (method.getDeclaringClass() == Object.class) {
                        return method.getName().equals("equals")
                                ? (Object) false
                                : method.getName().equals("hashCode") ? 1 : "fake";
                    }
                    calls.add(method.getName() + " " + java.util.Arrays.deepToString(arguments));
                    Function<Object[], Object> answer = answers.get(method.getName());
                    if (answer == null) {
                        throw EngineException.system("not expected: " + method.getName());
                    }
                    return answer.apply(arguments);
                });
    }
}
