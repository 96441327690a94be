package dev.gantry.libcontainerd;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.gantry.api.error.EngineException;
import dev.gantry.api.runtime.TaskMetrics;
import dev.gantry.proto.containerd.types.Metric;
import java.time.Instant;

/// A metric of either cgroup version.
final class MetricsReading {
    private MetricsReading() {}

    static TaskMetrics of(Metric metric) {
        Instant at = Stamps.instant(metric.getTimestamp());
        try {
            return switch (TypedJson.typeName(metric.getData())) {
                case "io.containerd.cgroups.v1.Metrics" ->
                    CgroupOne.read(
                            at,
                            dev.gantry.proto.containerd.cgroups.v1.Metrics.parseFrom(
                                    metric.getData().getValue()));
                case "io.containerd.cgroups.v2.Metrics" ->
                    CgroupTwo.read(
                            at,
                            dev.gantry.proto.containerd.cgroups.v2.Metrics.parseFrom(
                                    metric.getData().getValue()));
                default ->
                    throw EngineException.notImplemented(
                            "metrics of type " + metric.getData().getTypeUrl());
            };
        } catch (InvalidProtocolBufferException e) {
            throw EngineException.system("containerd sent metrics that cannot be read", e);
        }
    }
}
