package dev.gantry.linux;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Overlay options whose directories are named from a common ancestor, because the kernel takes one page of text.
///
/// @param directory to be the current directory of the mount call
/// @param data options with relative lower directories
record OverlayData(Path directory, List<String> data) {
    private static final String LOWER = "lowerdir=";

    /// The shortened form, or null when there is nothing to shorten.
    static @Nullable OverlayData shorten(List<String> data) {
        for (int i = 0; i < data.size(); i++) {
            if (data.get(i).startsWith(LOWER)) {
                String[] lower = data.get(i).substring(LOWER.length()).split(":");
                Path common = ancestor(lower);
                if (common == null) {
                    return null;
                }
                List<String> names = new ArrayList<>();
                for (String directory : lower) {
                    names.add(common.relativize(Path.of(directory)).toString());
                }
                List<String> shorter = new ArrayList<>(data);
                shorter.set(i, LOWER + String.join(":", names));
                return new OverlayData(common, shorter);
            }
        }
        return null;
    }

    private static @Nullable Path ancestor(String... directories) {
        Path common = Path.of(directories[0]).getParent();
        for (String directory : directories) {
            Path path = Path.of(directory);
            while (common != null && (!path.startsWith(common) || path.equals(common))) {
                common = common.getParent();
            }
        }
        return common == null || common.getNameCount() == 0 ? null : common;
    }
}
