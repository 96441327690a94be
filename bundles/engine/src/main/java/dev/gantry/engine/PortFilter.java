package dev.gantry.engine;

import dev.gantry.api.error.EngineException;
import dev.gantry.api.types.PortSummary;
import java.util.ArrayList;
import java.util.List;

/// The filters `publish` and `expose` of `docker ps`: a port or a range of ports, with a protocol or for TCP. A running container
/// is meant when it has any of the ports, as published on the host or as its own.
final class PortFilter {
    private static final int LARGEST = 65535;

    private record Range(int first, int last, String protocol) {
        boolean contains(int port, String spoken) {
            return port >= first && port <= last && protocol.equals(spoken);
        }
    }

    private final List<Range> published;
    private final List<Range> exposed;

    /// @throws EngineException INVALID_PARAMETER when one is no port
    PortFilter(List<String> published, List<String> exposed) {
        this.published = ranges("publish", published);
        this.exposed = ranges("expose", exposed);
    }

    boolean isEmpty() {
        return published.isEmpty() && exposed.isEmpty();
    }

    boolean accepts(PortSummary port) {
        return published.stream().anyMatch(range -> range.contains(port.PublicPort(), port.Type()))
                || exposed.stream().anyMatch(range -> range.contains(port.PrivatePort(), port.Type()));
    }

    private static List<Range> ranges(String filter, List<String> values) {
        List<Range> result = new ArrayList<>();
        for (String value : values) {
            result.add(range(filter, value));
        }
        return List.copyOf(result);
    }

    private static Range range(String filter, String value) {
        if (value.contains(":")) {
            throw EngineException.invalidParameter("filter for '" + filter + "' should not contain ':': " + value);
        }
        String[] parts = value.split("/", 2);
        String[] ends = parts[0].split("-", 2);
        try {
            int first = Integer.parseInt(ends[0]);
            int last = ends.length > 1 ? Integer.parseInt(ends[1]) : first;
            if (first < 0 || last < first || last > LARGEST) {
                throw new NumberFormatException(parts[0]);
            }
            return new Range(first, last, parts.length > 1 && !parts[1].isEmpty() ? parts[1] : "tcp");
        } catch (NumberFormatException e) {
            throw EngineException.invalidParameter(
                    "error while looking up for " + filter + " " + value + ": invalid port", e);
        }
    }
}
