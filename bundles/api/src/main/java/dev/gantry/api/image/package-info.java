/// Images and the root file systems made from them.
///
/// **Words.** An *image* is known by its id, the digest of its configuration (`sha256:…`). A
/// [Reference][dev.gantry.api.image.Reference] is a name for it: a *tag* (`busybox:1.36`) moves, a *digest*
/// (`busybox@sha256:…`, of the manifest or index as its registry has it) does not. An image without a name is *dangling*. A *root
/// file system* is a container's writable snapshot over the image's layers.
///
/// **Services.** [Images][dev.gantry.api.image.Images] is one service that joins three roles: the
/// [catalog][dev.gantry.api.image.ImageCatalog] answers from memory, [transfers][dev.gantry.api.image.ImageTransfers] move images in
/// and out, [root file systems][dev.gantry.api.image.RootFilesystems] are what the engine needs. All content is in containerd, so
/// a swap of the provider loses nothing but transfers under way. [ImageUsers][dev.gantry.api.image.ImageUsers] is what the
/// provider asks to know which containers need an image.
///
/// **Names.** Where a method takes a `name`, it is what a client wrote: a reference in any form, an id with or without `sha256:`,
/// or the beginning of an id. None: NOT_FOUND `No such image: X`. Several ids begin so: NOT_FOUND too.
///
/// **Threads.** All calls block; transfers as long as the transfer takes. An interrupt ends a transfer: what was half
/// done is undone or left for containerd to collect, and the call fails. A
/// [ProgressSink][dev.gantry.api.image.ProgressSink] is called on several threads, one at a time.
///
/// **Failures** are [EngineException][dev.gantry.api.error.EngineException] in Docker's words.
@Export
@Version("1.0.0")
@NullMarked
package dev.gantry.api.image;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
