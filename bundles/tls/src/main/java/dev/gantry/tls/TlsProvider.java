package dev.gantry.tls;

import dev.gantry.api.error.EngineException;
import dev.gantry.api.http.TlsContext;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Registers a [TlsContext] when TLS is configured. New settings replace it only once their files have been read; else the old one
/// stays.
@Component(
        immediate = true,
        service = {},
        configurationPid = "dev.gantry.tls",
        configurationPolicy = ConfigurationPolicy.REQUIRE)
public final class TlsProvider {
    private static final Logger LOG = LoggerFactory.getLogger(TlsProvider.class);

    private final BundleContext bundle;
    private @Nullable ServiceRegistration<TlsContext> registration;

    @Activate
    public TlsProvider(BundleContext bundle, Map<String, Object> settings) {
        this.bundle = bundle;
        configure(settings);
    }

    @Modified
    void configure(Map<String, Object> settings) {
        try {
            CertificateFiles fresh = Boolean.TRUE.equals(settings.get("tls")) ? CertificateFiles.read(settings) : null;
            ServiceRegistration<TlsContext> before = registration;
            registration = fresh == null ? null : bundle.registerService(TlsContext.class, fresh, null);
            if (before != null) {
                before.unregister();
            }
        } catch (EngineException e) {
            LOG.error("{}", e.getMessage());
        }
    }

    @Deactivate
    void leave() {
        ServiceRegistration<TlsContext> before = registration;
        if (before != null) {
            before.unregister();
        }
    }
}
