package dev.gantry.router.refusals;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// The answer of `POST /build/prune` of an engine without a build cache.
record BuildPruneReport(@Nullable List<String> CachesDeleted, long SpaceReclaimed) {}
