/// End-to-end tests: the packed distribution, a real containerd, runc and registry, driven by the docker CLI and docker-java.
///
/// A [TestDaemon] lives in a network namespace and a directory of its own, so that nothing of the machine is touched and whatever
/// a test leaves behind can be counted. All of these tests need root and carry the tag `machine`.
@NullMarked
package dev.gantry.itests;

import org.jspecify.annotations.NullMarked;
