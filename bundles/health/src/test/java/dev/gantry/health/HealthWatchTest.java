package dev.gantry.health;

import dev.gantry.api.container.Containers;
import dev.gantry.api.error.EngineException;
import java.lang.reflect.Proxy;
import java.time.InstantSource;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(8)
class HealthWatchTest {
    /// The end of a daemon whose start had failed took ten seconds.
    @Test
    void anEngineThatLeavesBeforeItHasItsContainersDoesNotWait() throws InterruptedException {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch told = new CountDownLatch(1);
        Containers engine = (Containers) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {Containers.class}, (proxy, method, args) -> {
                    switch (method.getName()) {
                        case "running" -> {
                            asked.countDown();
                            try {
                                new CountDownLatch(1).await();
                            } catch (InterruptedException e) {
                                told.countDown();
                                throw EngineException.unavailable("cancelled");
                            }
                            return null;
                        }
                        case "equals" -> {
                            return proxy == args[0];
                        }
                        case "hashCode" -> {
                            return 1;
                        }
                        default -> throw new AssertionError(method);
                    }
                });
        HealthWatch health = new HealthWatch(InstantSource.system(), (_, _, _) -> null);
        health.bindContainers(engine);
        asked.await();
        health.unbindContainers(engine);
        told.await();
        health.leave();
    }
}
