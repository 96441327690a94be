package dev.gantry.api.image;

import dev.gantry.api.types.ProgressDetail;
import dev.gantry.api.types.ProgressMessage;
import org.osgi.annotation.versioning.ConsumerType;

/// Hears how a transfer goes. Called by one thread at a time; may block, which slows the transfer down. What it throws ends the
/// transfer.
@ConsumerType
@FunctionalInterface
public interface ProgressSink {
    /// Hears nothing.
    ProgressSink NONE = message -> {};

    /// One message, in Docker's words.
    void report(ProgressMessage message);

    /// A sentence about the whole: `Status: Image is up to date for busybox:latest`.
    default void status(String status) {
        report(new ProgressMessage("", status, null, "", "", null, "", null));
    }

    /// The state of one item.
    ///
    /// @param id what it is about, such as the 12 first digits of a layer's digest
    default void status(String id, String status) {
        report(new ProgressMessage("", status, null, "", id, null, "", null));
    }

    /// How far one item is.
    default void progress(String id, String status, ProgressDetail detail, String bar) {
        report(new ProgressMessage("", status, detail, bar, id, null, "", null));
    }

    /// A line of output.
    default void stream(String text) {
        report(new ProgressMessage(text, "", null, "", "", null, "", null));
    }
}
