package dev.gantry.images.store;

import dev.gantry.api.lease.Lease;
import dev.gantry.api.lease.ServiceSlot;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.function.UnaryOperator;

/// A service that survives the swap of its provider: each call is made under a lease of its own. A method that gives the same
/// service seen differently (`under`, `of`) gives such a service again.
final class LeasedProxy<T> {
    private final Class<T> type;
    private final ServiceSlot<T> slot;
    private final UnaryOperator<T> view;

    private LeasedProxy(Class<T> type, ServiceSlot<T> slot, UnaryOperator<T> view) {
        this.type = type;
        this.slot = slot;
        this.view = view;
    }

    static <T> T of(Class<T> type, ServiceSlot<T> slot) {
        return new LeasedProxy<>(type, slot, UnaryOperator.identity()).make();
    }

    private T make() {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (_, method, arguments) -> call(method, arguments)));
    }

    @SuppressWarnings("NullAway") // a call may give null
    private Object call(Method method, Object[] arguments) throws Throwable {
        if (method.getReturnType() == type) {
            UnaryOperator<T> deeper = service -> type.cast(invoked(method, view.apply(service), arguments));
            return new LeasedProxy<>(type, slot, deeper).make();
        }
        try (Lease<T> lease = slot.acquire()) {
            return method.invoke(view.apply(lease.service()), arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    @SuppressWarnings("NullAway")
    private static Object invoked(Method method, Object service, Object[] arguments) {
        try {
            return method.invoke(service, arguments);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }
}
