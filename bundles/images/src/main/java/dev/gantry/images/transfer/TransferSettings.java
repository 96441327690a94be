package dev.gantry.images.transfer;

import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// How much at once, and how often.
///
/// @param downloads blobs that are downloaded at a time, of all pulls together
/// @param uploads blobs that are uploaded at a time, of all pushes together
/// @param attempts how often a blob is tried
/// @param retryPause before the second attempt; before the third twice as long, and so on
public record TransferSettings(int downloads, int uploads, int attempts, Duration retryPause) {
    /// Refuses numbers below one.
    public TransferSettings {
        if (downloads < 1 || uploads < 1 || attempts < 1) {
            throw new IllegalArgumentException(
                    "max-concurrent-downloads, -uploads and max-download-attempts must be at least 1");
        }
    }

    /// Reads the daemon's settings.
    public static TransferSettings of(Map<String, ?> configuration) {
        return new TransferSettings(
                number(configuration.get("max-concurrent-downloads"), 3),
                number(configuration.get("max-concurrent-uploads"), 5),
                number(configuration.get("max-download-attempts"), 5),
                Duration.ofSeconds(5));
    }

    private static int number(@Nullable Object value, int usual) {
        int number = value == null ? usual : Integer.parseInt(value.toString());
        return number == 0 ? usual : number;
    }
}
