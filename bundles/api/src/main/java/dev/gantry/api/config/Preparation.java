package dev.gantry.api.config;

import org.osgi.annotation.versioning.ConsumerType;

/// What one part has made ready for a reload.
@ConsumerType
public interface Preparation {
    /// Nothing is ready, because nothing is needed.
    Preparation NOTHING = new Preparation() {
        @Override
        public void commit() {}

        @Override
        public void rollback() {}
    };

    /// Switches to what was prepared. By now the new Configuration Admin dictionaries have reached all components. Must not fail: what
    /// can fail belongs into `prepare`. A failure all the same is logged and the others commit nevertheless.
    void commit();

    /// Gives up what was prepared: somebody refused, or it was a dry run. Must not fail.
    void rollback();
}
