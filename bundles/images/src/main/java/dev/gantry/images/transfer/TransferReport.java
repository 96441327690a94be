package dev.gantry.images.transfer;

/// Hears how the transfer of one blob goes.
interface TransferReport {
    /// Its state, in Docker's words.
    void state(String state);

    /// How far it is.
    void bytes(String action, long current, long total);
}
