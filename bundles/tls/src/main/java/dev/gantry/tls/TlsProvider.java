package dev.gantry.tls;

import dev.gantry.api.config.ConfigChange;
import dev.gantry.api.config.Preparation;
import dev.gantry.api.config.Reconfigurable;
import dev.gantry.api.error.EngineException;
import dev.gantry.api.http.TlsContext;
import java.time.InstantSource;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;

/// Registers a [TlsContext] when TLS is configured, also when its files are unusable: it then says why. In a reload the files of new
/// settings must be usable.
@Component(
        immediate = true,
        service = Reconfigurable.class,
        configurationPid = "dev.gantry.tls",
        configurationPolicy = ConfigurationPolicy.REQUIRE)
public final class TlsProvider implements Reconfigurable {
    private final BundleContext bundle;
    private final InstantSource clock;
    private final Reminder.Pause pause;
    private @Nullable Reminder reminder;
    private @Nullable ServiceRegistration<TlsContext> registration;
    private volatile @Nullable WatchedCertificates prepared;

    @Activate
    public TlsProvider(BundleContext bundle, Map<String, Object> settings) {
        this(bundle, settings, InstantSource.system(), Thread::sleep);
    }

    /// @param pause of the reminder that looks at the certificate when no client comes
    TlsProvider(BundleContext bundle, Map<String, Object> settings, InstantSource clock, Reminder.Pause pause) {
        this.bundle = bundle;
        this.clock = clock;
        this.pause = pause;
        configure(settings);
    }

    /// Reads the files, and keeps what they make for [#configure], which comes next.
    @Override
    public Preparation prepare(ConfigChange change) {
        TlsSettings wanted = TlsSettings.of(change.after());
        if (!wanted.on() || !change.concerns(TlsSettings.KEYS)) {
            return Preparation.NOTHING;
        }
        WatchedCertificates ready = new WatchedCertificates(wanted, clock);
        try {
            ready.sslContext();
        } catch (EngineException e) {
            throw ConfigChange.refusal(TlsSettings.changed(change), e.getMessage());
        }
        prepared = ready;
        return new Preparation() {
            @Override
            public void commit() {
                prepared = null;
            }

            @Override
            public void rollback() {
                prepared = null;
            }
        };
    }

    @Modified
    void configure(Map<String, Object> settings) {
        TlsSettings wanted = TlsSettings.of(settings);
        ServiceRegistration<TlsContext> before = registration;
        forgetReminder();
        if (wanted.on()) {
            WatchedCertificates certificates = certificates(wanted);
            registration = bundle.registerService(TlsContext.class, certificates, null);
            reminder = new Reminder(pause, certificates::look);
        } else {
            registration = null;
        }
        if (before != null) {
            before.unregister();
        }
    }

    private WatchedCertificates certificates(TlsSettings wanted) {
        WatchedCertificates ready = prepared;
        return ready != null && ready.settings().equals(wanted) ? ready : new WatchedCertificates(wanted, clock);
    }

    private void forgetReminder() {
        if (reminder != null) {
            reminder.close();
            reminder = null;
        }
    }

    @Deactivate
    void leave() {
        forgetReminder();
        ServiceRegistration<TlsContext> before = registration;
        if (before != null) {
            before.unregister();
        }
    }
}
