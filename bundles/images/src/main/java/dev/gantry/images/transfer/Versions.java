package dev.gantry.images.transfer;

/// What images made here say about who made them.
final class Versions {
    /// The version of Docker that this engine is compatible with.
    static final String DOCKER = "28.5.2";

    private Versions() {}
}
