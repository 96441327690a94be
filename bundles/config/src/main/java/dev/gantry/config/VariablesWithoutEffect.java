package dev.gantry.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Variables that change something in Docker's daemon and nothing here: whoever has set one is told why.
final class VariablesWithoutEffect {
    private static final Map<String, String> REASONS = new LinkedHashMap<>();

    static {
        REASONS.put("DOCKER_BUILDKIT_RUNC_COMMAND", "there are no image builds yet");
        REASONS.put("DOCKER_CONTAINER_LABELS_FILTER", "no traces are sent");
        REASONS.put("DOCKER_FIREWALL_BACKEND", "nftables are used where the machine has them, else iptables");
        REASONS.put("DOCKER_IGNORE_BR_NETFILTER_ERROR", "br_netfilter is not needed");
        REASONS.put("DOCKER_IPTABLES_SCTP_CHECKSUM", "checksums of SCTP are left to the kernel");
        REASONS.put("DOCKER_SERVICE_PREFER_OFFLINE_IMAGE", "there is no cluster yet");
        REASONS.put("OTEL_EXPORTER_OTLP_ENDPOINT", "no traces are sent");
        REASONS.put("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "no traces are sent");
    }

    private VariablesWithoutEffect() {}

    static List<String> warnings(Map<String, String> environment) {
        List<String> warnings = new ArrayList<>();
        REASONS.forEach((name, reason) -> {
            if (!environment.getOrDefault(name, "").isEmpty()) {
                warnings.add("the variable " + name + " has no effect: " + reason);
            }
        });
        return warnings;
    }
}
