/// Failures that cross a bundle border.
///
/// An [EngineException][dev.gantry.api.error.EngineException] carries exactly one [ErrorKind][dev.gantry.api.error.ErrorKind]
/// and the sentence that the client prints. The kind is chosen where the failure is understood, and turned into an HTTP status
/// in one place only, the API server. A failure is thrown or logged, never both.
@Export
@Version("1.1.0")
@NullMarked
package dev.gantry.api.error;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
