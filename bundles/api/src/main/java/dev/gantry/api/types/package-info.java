/// The objects of the Engine API 1.51, one record each; the engine keeps its own state in them too.
///
/// - **Names.** A component is named as its JSON field, capital letters included; a [JsonName][dev.gantry.api.json.JsonName]
///   says so where Java does not allow the name. Reading ignores case and unknown fields.
/// - **Empty values.** A component with [OmitEmpty][dev.gantry.api.json.OmitEmpty] is not written while it is empty (a boxed
///   number or boolean only while it is null); every other one is always written, null as `null`.
/// - **Zero values.** A string is never null: an absent one is read as `""`. A list or map is null where the API may show
///   `null`; otherwise an absent one is read as empty. Copies are immutable, maps are sorted by key as the API shows them. A null
///   inside a list is dropped.
/// - **Times** are strings in the form of [Timestamps][dev.gantry.api.types.Timestamps]; numbers of seconds or nanoseconds
///   where the API has those.
/// - **Copies with changes.** The large records have a builder made at compile time:
///   `HostConfigBuilder.builder(old).Memory(64 << 20).build()`, or `HostConfigBuilder.builder()` for a new one.
/// - **Old API versions.** The records are those of 1.51; what older clients must see is the routers' business.
@Export
@Version("1.0.0")
@NullMarked
package dev.gantry.api.types;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
