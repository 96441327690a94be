package dev.gantry.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.api.config.ConfigChange;
import dev.gantry.api.config.DaemonConfig;
import dev.gantry.api.config.Preparation;
import dev.gantry.api.config.Reconfigurable;
import dev.gantry.api.error.EngineException;
import dev.gantry.api.http.TlsContext;
import dev.gantry.testkit.config.ReconfigurableContract;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;

class TlsProviderTest {
    private final List<TlsContext> registered = new ArrayList<>();

    @TempDir
    Path directory;

    @BeforeEach
    void makePair() throws IOException, InterruptedException {
        OpenSsl.run(directory, "ecparam -name prime256v1 -genkey -noout -out key.pem");
        OpenSsl.run(directory, "req -x509 -new -key key.pem -subj /CN=x -days 3 -out cert.pem");
    }

    private BundleContext context() {
        return (BundleContext) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {BundleContext.class}, (_, _, args) -> {
                    TlsContext service = (TlsContext) args[1];
                    registered.add(service);
                    return Proxy.newProxyInstance(
                            getClass().getClassLoader(),
                            new Class<?>[] {ServiceRegistration.class},
                            (_, _, _) -> registered.remove(service) ? null : null);
                });
    }

    private Map<String, Object> settings(boolean on, String certificate) {
        return Map.of(
                "tls",
                on,
                "tlsverify",
                false,
                "tlscacert",
                "",
                "tlscert",
                directory.resolve(certificate).toString(),
                "tlskey",
                directory.resolve("key.pem").toString());
    }

    private static ConfigChange change(Map<String, Object> before, Map<String, Object> after) {
        return ConfigChange.between(new DaemonConfig(before), new DaemonConfig(after));
    }

    @Test
    @Timeout(20)
    void looksAtTheCertificateAlsoWhenNoClientComes() throws Exception {
        SynchronousQueue<Duration> hours = new SynchronousQueue<>();
        SynchronousQueue<Thread> looks = new SynchronousQueue<>();
        AtomicBoolean begun = new AtomicBoolean();
        InstantSource clock = () -> {
            if (begun.get()) {
                offer(looks, Thread.currentThread());
            }
            return Instant.now();
        };
        TlsProvider provider = new TlsProvider(context(), settings(true, "cert.pem"), clock, hours::put);
        begun.set(true);
        assertEquals(Duration.ofHours(1), hours.take());
        Thread reminder = looks.take();
        begun.set(false);
        provider.leave();
        reminder.join();
    }

    private static void offer(SynchronousQueue<Thread> looks, Thread thread) {
        try {
            looks.put(thread);
        } catch (InterruptedException e) {
            thread.interrupt();
        }
    }

    @Test
    void withoutTlsThereIsNoService() {
        TlsProvider provider = new TlsProvider(context(), settings(false, "cert.pem"));
        assertEquals(List.of(), registered);
        provider.configure(settings(true, "cert.pem"));
        assertEquals(1, registered.size());
        provider.configure(settings(false, "cert.pem"));
        assertEquals(List.of(), registered);
    }

    @Test
    void theServiceSaysWhatIsWrongWithTheFiles() {
        TlsProvider provider = new TlsProvider(context(), settings(true, "none.pem"));
        EngineException e =
                assertThrows(EngineException.class, () -> registered.getFirst().sslContext());
        assertTrue(e.getMessage().startsWith("could not load X509 key pair"), e.getMessage());
        provider.leave();
    }

    @Test
    void aReloadWithUnusableFilesIsRefused() {
        TlsProvider provider = new TlsProvider(context(), settings(true, "cert.pem"));
        TlsContext before = registered.getFirst();
        EngineException e = assertThrows(
                EngineException.class,
                () -> provider.prepare(change(settings(true, "cert.pem"), settings(true, "none.pem"))));
        assertTrue(e.getMessage().startsWith("tlscert: could not load X509 key pair"), e.getMessage());
        assertEquals(List.of(before), registered);
    }

    @Test
    void aReloadToAnExpiredCertificateIsRefusedAndTheOldOneStaysInForce() throws Exception {
        OpenSsl.run(directory, "req -x509 -new -key key.pem -subj /CN=x -days 1 -out short.pem");
        Instant later = Instant.now().plus(Duration.ofDays(2));
        TlsProvider provider = new TlsProvider(context(), settings(true, "cert.pem"), () -> later, Thread::sleep);
        SSLContext before = registered.getFirst().sslContext();
        EngineException e = assertThrows(
                EngineException.class,
                () -> provider.prepare(change(settings(true, "cert.pem"), settings(true, "short.pem"))));
        assertTrue(e.getMessage().contains("tls: the certificate has expired on "), e.getMessage());
        assertSame(before, registered.getFirst().sslContext());
    }

    @Test
    void aReloadTurnsTlsOnWithWhatItHasRead() {
        TlsProvider provider = new TlsProvider(context(), settings(false, "cert.pem"));
        Preparation ready = provider.prepare(change(settings(false, "cert.pem"), settings(true, "cert.pem")));
        provider.configure(settings(true, "cert.pem"));
        TlsContext used = registered.getFirst();
        ready.commit();
        assertSame(used, registered.getFirst());
        used.sslContext();
    }

    @Test
    void aDryRunLeavesNothing() {
        TlsProvider provider = new TlsProvider(context(), settings(true, "cert.pem"));
        TlsContext before = registered.getFirst();
        provider.prepare(change(settings(false, "cert.pem"), settings(true, "cert.pem")))
                .rollback();
        assertEquals(List.of(before), registered);
        provider.configure(settings(true, "cert.pem"));
        assertNotSame(before, registered.getFirst());
        assertSame(
                Preparation.NOTHING, provider.prepare(change(settings(true, "cert.pem"), settings(true, "cert.pem"))));
    }

    @Nested
    class AtReloads extends ReconfigurableContract {
        @Override
        protected Reconfigurable newPart() {
            return new TlsProvider(context(), inForce().values());
        }

        @Override
        protected DaemonConfig inForce() {
            return new DaemonConfig(settings(false, "cert.pem"));
        }

        @Override
        protected DaemonConfig acceptable() {
            return new DaemonConfig(settings(true, "cert.pem"));
        }

        @Override
        protected DaemonConfig unacceptable() {
            return new DaemonConfig(settings(true, "none.pem"));
        }

        @Override
        protected Object visible(Reconfigurable of) {
            return List.copyOf(registered);
        }

        @Override
        protected void deliver(Reconfigurable to, DaemonConfig settings) {
            ((TlsProvider) to).configure(settings.values());
        }

        @Override
        protected void release(Reconfigurable gone) {
            ((TlsProvider) gone).leave();
        }
    }
}
