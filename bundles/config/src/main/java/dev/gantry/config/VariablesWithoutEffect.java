package dev.gantry.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Variables that change something in Docker's daemon and nothing here: whoever has set one is told why.
final class VariablesWithoutEffect {
    private record Row(String name, String reason) {}

    private static final List<Row> ROWS = List.of(
            new Row("DOCKER_BUILDKIT_RUNC_COMMAND", "there are no image builds yet"),
            new Row("DOCKER_CONTAINER_LABELS_FILTER", "no traces are sent"),
            new Row("DOCKER_FIREWALL_BACKEND", "nftables are used where the machine has them, else iptables"),
            new Row("DOCKER_IGNORE_BR_NETFILTER_ERROR", "br_netfilter is not needed"),
            new Row("DOCKER_IPTABLES_SCTP_CHECKSUM", "checksums of SCTP are left to the kernel"),
            new Row("DOCKER_SERVICE_PREFER_OFFLINE_IMAGE", "there is no cluster yet"),
            new Row("OTEL_EXPORTER_OTLP_ENDPOINT", "no traces are sent"),
            new Row("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "no traces are sent"));

    private VariablesWithoutEffect() {}

    static List<String> warnings(Map<String, String> environment) {
        List<String> warnings = new ArrayList<>();
        for (Row row : ROWS) {
            if (!environment.getOrDefault(row.name(), "").isEmpty()) {
                warnings.add("the variable " + row.name() + " has no effect: " + row.reason());
            }
        }
        return warnings;
    }
}
