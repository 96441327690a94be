package dev.gantry.registry;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Which of an insecure registry's end points has answered last, so that the next conversation asks it first and does not wait for
/// a TLS handshake that will fail again.
final class EndpointMemory {
    private static final int MOST = 64;

    private final Map<String, Endpoint> answered = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Endpoint> eldest) {
            return size() > MOST;
        }
    };

    synchronized void remember(String domain, Endpoint endpoint) {
        if (!endpoint.mirror() && !endpoint.verified()) {
            answered.put(domain, endpoint);
        }
    }

    synchronized List<Endpoint> sorted(String domain, List<Endpoint> endpoints) {
        Endpoint first = answered.get(domain);
        if (first == null || !endpoints.contains(first)) {
            return endpoints;
        }
        List<Endpoint> sorted = new ArrayList<>(endpoints);
        sorted.remove(first);
        sorted.addFirst(first);
        return sorted;
    }
}
