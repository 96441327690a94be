package dev.gantry.libcontainerd;

import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.gantry.api.runtime.ProcessExit;
import dev.gantry.api.runtime.RuntimeEvent;
import dev.gantry.proto.containerd.events.TaskCreate;
import dev.gantry.proto.containerd.events.TaskDelete;
import dev.gantry.proto.containerd.events.TaskExecStarted;
import dev.gantry.proto.containerd.events.TaskExit;
import dev.gantry.proto.containerd.events.TaskOOM;
import dev.gantry.proto.containerd.events.TaskPaused;
import dev.gantry.proto.containerd.events.TaskResumed;
import dev.gantry.proto.containerd.events.TaskStart;
import dev.gantry.proto.containerd.eventservice.Envelope;
import java.util.Optional;

/// containerd's event payloads as events. Kinds that nobody asks for are empty.
final class EventReading {
    private EventReading() {}

    static Optional<RuntimeEvent> of(Envelope envelope) throws InvalidProtocolBufferException {
        Any payload = envelope.getEvent();
        ByteString bytes = payload.getValue();
        return Optional.ofNullable(
                switch (TypedJson.typeName(payload)) {
                    case "containerd.events.TaskCreate" -> created(TaskCreate.parseFrom(bytes));
                    case "containerd.events.TaskStart" -> started(TaskStart.parseFrom(bytes));
                    case "containerd.events.TaskExit" -> exited(TaskExit.parseFrom(bytes));
                    case "containerd.events.TaskDelete" -> deleted(TaskDelete.parseFrom(bytes));
                    case "containerd.events.TaskOOM" ->
                        new RuntimeEvent.OutOfMemory(
                                TaskOOM.parseFrom(bytes).getContainerId(), Stamps.instant(envelope.getTimestamp()));
                    case "containerd.events.TaskExecStarted" -> execStarted(TaskExecStarted.parseFrom(bytes));
                    case "containerd.events.TaskPaused" ->
                        new RuntimeEvent.Paused(TaskPaused.parseFrom(bytes).getContainerId());
                    case "containerd.events.TaskResumed" ->
                        new RuntimeEvent.Resumed(TaskResumed.parseFrom(bytes).getContainerId());
                    default -> null;
                });
    }

    private static RuntimeEvent created(TaskCreate event) {
        return new RuntimeEvent.TaskCreated(event.getContainerId(), event.getPid());
    }

    private static RuntimeEvent started(TaskStart event) {
        return new RuntimeEvent.TaskStarted(event.getContainerId(), event.getPid());
    }

    private static RuntimeEvent exited(TaskExit event) {
        boolean first = event.getId().isEmpty() || event.getId().equals(event.getContainerId());
        return new RuntimeEvent.ProcessExited(
                event.getContainerId(),
                first ? null : event.getId(),
                new ProcessExit(event.getPid(), event.getExitStatus(), Stamps.instant(event.getExitedAt())));
    }

    private static RuntimeEvent deleted(TaskDelete event) {
        return new RuntimeEvent.TaskDeleted(
                event.getContainerId(),
                new ProcessExit(event.getPid(), event.getExitStatus(), Stamps.instant(event.getExitedAt())));
    }

    private static RuntimeEvent execStarted(TaskExecStarted event) {
        return new RuntimeEvent.ExecStarted(event.getContainerId(), event.getExecId(), event.getPid());
    }
}
