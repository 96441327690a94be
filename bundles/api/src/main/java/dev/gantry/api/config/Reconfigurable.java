package dev.gantry.api.config;

import org.osgi.annotation.versioning.ConsumerType;

/// A part of the daemon that takes new settings while it runs; registered as a service. A reload is one transaction over all of them:
/// each prepares, and only when none has refused do the Configuration Admin dictionaries change and does each commit.
///
/// Whoever only validates (its component gets its new dictionary by Declarative Services anyway) returns [Preparation#NOTHING].
/// Who switches something that can fail (a socket, a certificate, a connection) does the failing part in [#prepare].
///
/// Parts are asked in the order of their `service.ranking`, highest first, and undone in the reverse order. All calls of one reload
/// come from one thread, and reloads come one at a time; each call must end within seconds.
@ConsumerType
public interface Reconfigurable {
    /// Checks the new values and makes ready what they need: opens, reads, binds, parses, with no effect that anybody sees. Called
    /// for each reload, also when nothing of interest changed (see [ConfigChange#concerns]), and for each dry run, which always ends
    /// in [Preparation#rollback].
    ///
    /// @return the way to both ends; one of its two methods is called exactly once
    /// @throws dev.gantry.api.error.EngineException a refusal, best made by [ConfigChange#refusal]. What was opened until then is
    ///     closed again by who throws
    Preparation prepare(ConfigChange change);
}
