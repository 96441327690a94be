package dev.gantry.tls;

import dev.gantry.api.error.EngineException;
import dev.gantry.api.http.TlsContext;
import java.time.InstantSource;
import java.util.concurrent.locks.ReentrantLock;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A TLS context that follows its files: looked at for each new connection, read again when they have changed. Files that cannot be
/// used (half-written, expired, or a new certificate whose key is still to come) change nothing; they are logged once. A certificate
/// that expires stays in use: there is none better, and the log says so.
final class WatchedCertificates implements TlsContext {
    private static final Logger LOG = LoggerFactory.getLogger(WatchedCertificates.class);

    private final TlsSettings settings;
    private final InstantSource clock;
    private final ReentrantLock reading = new ReentrantLock();
    private volatile State state;

    /// @param stamps of the files when they were read last
    /// @param loaded in use; null as long as the files have never been usable
    /// @param failure of the last reading
    private record State(
            FileStamps stamps,
            @Nullable InUse loaded,
            @Nullable EngineException failure) {}

    private record InUse(SSLContext context, Expiry expiry) {}

    /// Reads the files. When they are unusable, [#sslContext] says so, until they have become usable.
    WatchedCertificates(TlsSettings settings, InstantSource clock) {
        this.settings = settings;
        this.clock = clock;
        this.state = read(null);
    }

    TlsSettings settings() {
        return settings;
    }

    /// @throws EngineException what is wrong with the files, when they have never been usable
    @Override
    public SSLContext sslContext() {
        State now = state;
        if (!stamps().areThoseOf(now.stamps)) {
            now = readAgain(now);
        }
        if (now.loaded == null) {
            throw now.failure != null ? now.failure : EngineException.unavailable("no certificate");
        }
        warn(now.loaded.expiry());
        return now.loaded.context();
    }

    /// Warns of the end, and reads files that have changed, when no client has come for long.
    void look() {
        try {
            sslContext();
        } catch (EngineException e) {
            LOG.debug("no certificate yet", e);
        }
    }

    @Override
    public boolean clientCertificateRequired() {
        return settings.verify();
    }

    private void warn(Expiry expiry) {
        expiry.warning(clock.instant()).ifPresent(LOG::warn);
    }

    private FileStamps stamps() {
        return FileStamps.of(settings.files(), clock.instant());
    }

    private State readAgain(State seen) {
        reading.lock();
        try {
            // Another connection may have been quicker.
            if (state.equals(seen)) {
                state = read(seen);
            }
            return state;
        } finally {
            reading.unlock();
        }
    }

    private State read(@Nullable State before) {
        // Taken first: what changes during the reading is read again.
        FileStamps stamps = stamps();
        boolean news = before != null && !stamps.sameAs(before.stamps);
        try {
            KeyPairFiles.Loaded loaded = new KeyPairFiles(settings, clock.instant()).load();
            if (before == null || before.loaded == null || before.failure != null || news) {
                LOG.info("TLS uses the certificate {}, which ends on {}", settings.certificate(), loaded.expiry());
            }
            Expiry expiry = before != null
                            && before.loaded != null
                            && before.loaded.expiry().isAt(loaded.expiry())
                    ? before.loaded.expiry()
                    : new Expiry(settings.certificate(), loaded.expiry());
            warn(expiry);
            return new State(stamps, new InUse(loaded.context(), expiry), null);
        } catch (EngineException e) {
            if (before != null && before.loaded != null && (before.failure == null || news)) {
                LOG.error(
                        "the changed certificate files are not usable, TLS goes on with what it has: {}",
                        e.getMessage());
            }
            return new State(stamps, before == null ? null : before.loaded, e);
        }
    }
}
