/// JSON as the Engine API speaks it.
///
/// [JsonCodec][dev.gantry.api.json.JsonCodec] is the one service that turns records into JSON and back. A wire type is a record
/// whose component names **are** the JSON field names, in Docker's own spelling (`record Version(String ApiVersion, …)`), so
/// nothing has to be declared.
///
/// **Writing.** Components in their declared order; map entries sorted by key; `<`, `>` and `&` as they are; an
/// [Instant][java.time.Instant] as RFC 3339 in UTC with as many fraction digits as it needs (`2025-01-02T03:04:05.6Z`); a
/// [Duration][java.time.Duration] as its nanoseconds; a `byte[]` as base64; an enum constant by its name. A null is
/// written as `null`: give the record an empty list where Docker has `[]`. A component (or every component of a record) marked
/// [OmitEmpty][dev.gantry.api.json.OmitEmpty] is left out when it is null, `false`, `0`, `""` or an empty list, map or array, which
/// is what `omitempty` does in the reference engine. [RawJson][dev.gantry.api.json.RawJson] is copied as it stands.
///
/// **Reading.** Field names match whatever their case; unknown fields are ignored; a missing field or a `null` gives null, or
/// zero for a primitive; a value of the wrong kind is refused, and so is anything after the value.
///
/// **Failures.** Bad input is an INVALID_PARAMETER failure in Docker's words (`invalid JSON: …`, `unexpected content after JSON`).
///
/// **Threads.** Everything here may be called from any thread.
@Export
@Version("1.0.0")
@NullMarked
package dev.gantry.api.json;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
