package dev.gantry.api.image;

import org.osgi.annotation.versioning.ProviderType;

/// The image store: its three roles in one service.
@ProviderType
public interface Images extends ImageCatalog, ImageTransfers, RootFilesystems {}
