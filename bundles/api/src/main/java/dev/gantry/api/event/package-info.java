/// What happens in the engine, told as it happens.
///
/// [Events][dev.gantry.api.event.Events] takes an [Event][dev.gantry.api.event.Event] from whoever made it happen and gives it to every
/// [EventStream][dev.gantry.api.event.EventStream] whose [EventQuery][dev.gantry.api.event.EventQuery] fits. Publishing is cheap
/// and never blocks. Who publishes does it by an [EventOutlet][dev.gantry.api.event.EventOutlet], so that nothing is lost while the provider
/// of [Events][dev.gantry.api.event.Events] is being updated.
@Export
@Version("2.0.0")
@NullMarked
package dev.gantry.api.event;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
