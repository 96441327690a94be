package dev.gantry.router.containers;

import dev.gantry.api.archive.ContainerFiles;
import dev.gantry.api.container.Containers;
import dev.gantry.api.error.EngineException;
import dev.gantry.api.http.Exchange;
import dev.gantry.api.json.JsonCodec;
import dev.gantry.api.lease.OutlivingSlots;
import dev.gantry.api.lease.ServiceSlot;
import dev.gantry.api.logging.ContainerStreams;
import dev.gantry.api.stats.ContainerStats;
import dev.gantry.api.types.Filters;
import java.nio.charset.StandardCharsets;

/// The services that these routes call, whichever provides them at the moment.
final class ContainerServices {
    final OutlivingSlots all = new OutlivingSlots();
    final ServiceSlot<Containers> containers = all.slot(Containers.class, "the container engine");
    final ServiceSlot<ContainerFiles> files = all.slot(ContainerFiles.class, "access to container files");
    final ServiceSlot<ContainerStreams> streams = all.slot(ContainerStreams.class, "container output");
    final ServiceSlot<ContainerStats> stats = all.slot(ContainerStats.class, "container statistics");
    final ServiceSlot<JsonCodec> json = all.slot(JsonCodec.class, "the JSON codec");

    /// The container that a request's path names.
    static String name(Exchange exchange) {
        return exchange.pathParam("name");
    }

    /// The `filters` parameter.
    ///
    /// @throws EngineException INVALID_PARAMETER when it is malformed
    Filters filters(Exchange exchange) {
        String text = exchange.query("filters");
        if (text.isEmpty()) {
            return Filters.NONE;
        }
        try {
            return Filters.ofJson(json.call(codec -> codec.read(text.getBytes(StandardCharsets.UTF_8), Object.class)));
        } catch (EngineException e) {
            throw EngineException.invalidParameter("invalid filter", e);
        }
    }

    byte[] line(Object value) {
        byte[] encoded = json.<byte[]>call(codec -> codec.write(value));
        byte[] line = java.util.Arrays.copyOf(encoded, encoded.length + 1);
        line[encoded.length] = '\n';
        return line;
    }
}
