package dev.gantry.libcontainerd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.Timestamp;
import dev.gantry.api.runtime.ProcessExit;
import dev.gantry.api.runtime.RuntimeEvent;
import dev.gantry.proto.containerd.events.TaskCreate;
import dev.gantry.proto.containerd.events.TaskDelete;
import dev.gantry.proto.containerd.events.TaskExecAdded;
import dev.gantry.proto.containerd.events.TaskExecStarted;
import dev.gantry.proto.containerd.events.TaskExit;
import dev.gantry.proto.containerd.events.TaskOOM;
import dev.gantry.proto.containerd.events.TaskPaused;
import dev.gantry.proto.containerd.events.TaskResumed;
import dev.gantry.proto.containerd.events.TaskStart;
import dev.gantry.proto.containerd.eventservice.Envelope;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class EventReadingTest {
    private static final Instant AT = Instant.ofEpochSecond(1_700_000_000, 5);
    private static final Timestamp STAMP =
            Timestamp.newBuilder().setSeconds(1_700_000_000).setNanos(5).build();

    @Test
    void readsEachKind() throws Exception {
        check(
                new RuntimeEvent.TaskCreated("c", 7),
                TaskCreate.newBuilder().setContainerId("c").setPid(7).build());
        check(
                new RuntimeEvent.TaskStarted("c", 7),
                TaskStart.newBuilder().setContainerId("c").setPid(7).build());
        check(
                new RuntimeEvent.TaskDeleted("c", new ProcessExit(7, 3, AT)),
                TaskDelete.newBuilder()
                        .setContainerId("c")
                        .setPid(7)
                        .setExitStatus(3)
                        .setExitedAt(STAMP)
                        .build());
        check(
                new RuntimeEvent.ExecStarted("c", "x", 8),
                TaskExecStarted.newBuilder()
                        .setContainerId("c")
                        .setExecId("x")
                        .setPid(8)
                        .build());
        check(
                new RuntimeEvent.OutOfMemory("c", AT),
                TaskOOM.newBuilder().setContainerId("c").build());
        check(
                new RuntimeEvent.Paused("c"),
                TaskPaused.newBuilder().setContainerId("c").build());
        check(
                new RuntimeEvent.Resumed("c"),
                TaskResumed.newBuilder().setContainerId("c").build());
    }

    @Test
    void tellsTheFirstProcessFromAnExec() throws Exception {
        TaskExit.Builder exit = TaskExit.newBuilder()
                .setContainerId("c")
                .setPid(9)
                .setExitStatus(137)
                .setExitedAt(STAMP);
        ProcessExit expected = new ProcessExit(9, 137, AT);
        check(
                new RuntimeEvent.ProcessExited("c", null, expected),
                exit.setId("c").build());
        check(
                new RuntimeEvent.ProcessExited("c", "x", expected),
                exit.setId("x").build());
    }

    @Test
    void passesOverWhatNobodyAsksFor() throws Exception {
        assertEquals(
                Optional.empty(),
                EventReading.of(envelope(TaskExecAdded.newBuilder().build())));
    }

    @Test
    void refusesDamagedPayloads() {
        Envelope damaged = Envelope.newBuilder()
                .setEvent(Any.newBuilder()
                        .setTypeUrl("types.containerd.io/containerd.events.TaskExit")
                        .setValue(ByteString.copyFromUtf8("\u0001\u0002")))
                .build();
        assertThrows(InvalidProtocolBufferException.class, () -> EventReading.of(damaged));
    }

    private static void check(RuntimeEvent expected, Message payload) throws Exception {
        assertEquals(Optional.of(expected), EventReading.of(envelope(payload)));
    }

    private static Envelope envelope(Message payload) {
        return Envelope.newBuilder()
                .setTimestamp(STAMP)
                .setEvent(TypedJson.message(payload))
                .build();
    }
}
