package dev.gantry.middleware.authorization;

import org.jspecify.annotations.Nullable;

/// What a plugin says.
///
/// @param Msg shown to the client of a denied request
/// @param Err why the plugin could not decide; empty when it could
record Verdict(
        boolean Allow, @Nullable String Msg, @Nullable String Err) {}
