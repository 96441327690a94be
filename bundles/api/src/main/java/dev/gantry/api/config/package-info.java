/// The daemon's configuration.
///
/// The launcher registers a [CommandLine][dev.gantry.api.config.CommandLine]. From it, the configuration file and defaults the config
/// bundle makes one [DaemonConfig][dev.gantry.api.config.DaemonConfig], registers [Configured][dev.gantry.api.config.Configured], and
/// writes one Configuration Admin dictionary for each PID (`dev.gantry.http`, `dev.gantry.engine`, …). Components take
/// their settings from their PID; only the daemon's own start and stop sequence needs these types.
///
/// A reload ([Configured#reload()][dev.gantry.api.config.Configured#reload()]) is one transaction. Parts that must be asked first, or
/// that switch more than a value, are [Reconfigurable][dev.gantry.api.config.Reconfigurable]; all prepare, then the dictionaries of
/// Configuration Admin change, then all commit. Components whose `@Modified` takes a few values need nothing else than that.
/// [ReloadListener][dev.gantry.api.config.ReloadListener]s hear of it.
///
/// In a dictionary a key is `daemon.json`'s; a list is a `String[]`, a map a `String[]` of `key=value`, a number a
/// `Long`. Each also has `data-root` and `exec-root`.
@Export
@Version("1.2.0")
@NullMarked
package dev.gantry.api.config;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
