package dev.gantry.images.store;

import dev.gantry.api.error.EngineException;
import dev.gantry.api.error.ErrorKind;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// What layers take on disk. Asked once for each layer, since layers never change.
public final class LayerSizes {
    private final Backends backends;
    private final Map<String, Long> sizes = new ConcurrentHashMap<>();

    /// @param backends containerd's stores
    public LayerSizes(Backends backends) {
        this.backends = backends;
    }

    /// All layers of an image together, unpacked; packed for those that are not unpacked.
    public long of(ImageContent content) {
        long sum = 0;
        for (int i = 0; i < content.chainIds().size(); i++) {
            sum += layer(content, i);
        }
        return sum;
    }

    /// One layer of an image.
    public long layer(ImageContent content, int index) {
        String chain = content.chainIds().get(index);
        Long known = sizes.get(chain);
        if (known != null) {
            return known;
        }
        try {
            long size = backends.snapshots().usage(chain).size();
            sizes.put(chain, size);
            return size;
        } catch (EngineException e) {
            if (e.kind() != ErrorKind.NOT_FOUND) {
                throw e;
            }
            return index < content.layers().size() ? content.layers().get(index).size() : 0;
        }
    }

    /// Forgets layers that no image has any more.
    public void retain(List<StoredImage> images) {
        Set<String> chains = ConcurrentHashMap.newKeySet();
        images.forEach(image -> chains.addAll(image.content().chainIds()));
        sizes.keySet().retainAll(chains);
    }
}
