/// Docker's out-of-process plugins, as their callers see them.
///
/// **Words.** A [Plugin][dev.gantry.api.plugin.Plugin] is a process that speaks JSON over HTTP on a socket; a *kind* is what it says it
/// can do (`authz`, `VolumeDriver`, …). [Plugins][dev.gantry.api.plugin.Plugins] finds them by name. Bundles of this
/// engine's own are extensions, and no plugins.
///
/// **Lifecycle.** A plugin is looked for when it is needed first, activated once (it is asked for its kinds), and remembered. One
/// that is started anew at the same address needs no second activation. Nothing is held open between calls.
///
/// **Threads.** Everything may be called from any thread, blocks for a bounded time, and ends early with a failure when the thread
/// is interrupted (its flag stays set).
///
/// **Failures** are of kind NOT_FOUND when there is no such plugin, else SYSTEM.
@Export
@Version("1.0.0")
@NullMarked
package dev.gantry.api.plugin;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
