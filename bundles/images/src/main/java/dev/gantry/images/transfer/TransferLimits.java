package dev.gantry.images.transfer;

/// What all transfers together may take. It outlives changes of the settings, so that these reach transfers that wait already.
public final class TransferLimits {
    private final Places downloads;
    private final Places uploads;
    private volatile TransferSettings settings;

    /// @param settings the first ones
    public TransferLimits(TransferSettings settings) {
        this.settings = settings;
        this.downloads = new Places(settings.downloads());
        this.uploads = new Places(settings.uploads());
    }

    /// Goes by other settings from now on.
    public void change(TransferSettings changed) {
        settings = changed;
        downloads.limit(changed.downloads());
        uploads.limit(changed.uploads());
    }

    TransferSettings settings() {
        return settings;
    }

    Places downloads() {
        return downloads;
    }

    Places uploads() {
        return uploads;
    }
}
