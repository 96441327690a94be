package dev.gantry.libcontainerd;

import com.google.protobuf.UnsafeByteOperations;
import dev.gantry.api.error.EngineException;
import dev.gantry.api.runtime.ContentWriter;
import dev.gantry.api.runtime.Descriptor;
import dev.gantry.proto.containerd.content.ContentGrpc;
import dev.gantry.proto.containerd.content.WriteAction;
import dev.gantry.proto.containerd.content.WriteContentRequest;
import dev.gantry.proto.containerd.content.WriteContentResponse;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.Status;
import java.util.Arrays;
import java.util.Map;

/// One write session. containerd answers each message; a few may be on their way unanswered.
final class IngestWriter implements ContentWriter {
    private static final int PIECE = 1 << 20;
    private static final int UNANSWERED_LIMIT = 4;

    private final String ref;
    private final ClientCall<WriteContentRequest, WriteContentResponse> call;
    private final Responses<WriteContentResponse> responses = new Responses<>();
    private long offset;
    private String digest = "";
    private int unanswered;

    /// Opens the session and learns the offset.
    ///
    /// @throws EngineException caused by ALREADY_EXISTS when the expected blob is there, UNAVAILABLE when `ref` is in use
    IngestWriter(Channel channel, String ref, Descriptor expected) {
        this.ref = ref;
        call = channel.newCall(ContentGrpc.getWriteMethod(), CallOptions.DEFAULT);
        call.start(responses, new Metadata());
        call.request(UNANSWERED_LIMIT + 2);
        send(WriteContentRequest.newBuilder()
                .setAction(WriteAction.STAT)
                .setRef(ref)
                .setTotal(expected.size())
                .setExpected(expected.digest()));
        WriteContentResponse first = firstAnswer();
        offset = first.getOffset();
        digest = first.getDigest();
    }

    /// Nobody closes a session that was not opened: containerd would keep `ref` locked as long as the connection lives.
    private WriteContentResponse firstAnswer() {
        try {
            return answer();
        } catch (EngineException e) {
            call.cancel("not opened", e);
            throw e;
        }
    }

    @Override
    public String ref() {
        return ref;
    }

    @Override
    public long offset() {
        return offset;
    }

    @Override
    public void write(byte[] data, int from, int length) {
        for (int done = 0; done < length; done += PIECE) {
            int count = Math.min(PIECE, length - done);
            byte[] copy = Arrays.copyOfRange(data, from + done, from + done + count);
            while (unanswered >= UNANSWERED_LIMIT) {
                digest = answer().getDigest();
            }
            send(WriteContentRequest.newBuilder()
                    .setAction(WriteAction.WRITE)
                    .setRef(ref)
                    .setOffset(offset)
                    .setData(UnsafeByteOperations.unsafeWrap(copy)));
            offset += count;
        }
    }

    /// A write at 0 truncates.
    @Override
    public void restart() {
        settle();
        send(WriteContentRequest.newBuilder()
                .setAction(WriteAction.WRITE)
                .setRef(ref)
                .setOffset(0));
        settle();
        offset = 0;
    }

    @Override
    public String commit(long size, String expected, Map<String, String> labels) {
        settle();
        send(WriteContentRequest.newBuilder()
                .setAction(WriteAction.COMMIT)
                .setRef(ref)
                .setOffset(offset)
                .setTotal(size)
                .setExpected(expected)
                .putAllLabels(labels));
        try {
            return answer().getDigest();
        } catch (EngineException e) {
            if (e.getCause() != null && Failures.is(e.getCause(), Status.Code.ALREADY_EXISTS)) {
                return expected.isEmpty() ? digest : expected;
            }
            throw e;
        }
    }

    private void settle() {
        while (unanswered > 0) {
            digest = answer().getDigest();
        }
    }

    private void send(WriteContentRequest.Builder request) {
        call.sendMessage(request.build());
        unanswered++;
    }

    private WriteContentResponse answer() {
        WriteContentResponse response = responses.take();
        if (response == null) {
            throw EngineException.unavailable("containerd ended the write of " + ref);
        }
        unanswered--;
        call.request(1);
        return response;
    }

    /// Ends the session in order, so that containerd frees `ref` soon; what it has not read yet is lost.
    @Override
    public void close() {
        call.halfClose();
        try {
            if (unanswered > 0) {
                settle();
            }
        } catch (EngineException e) {
            call.cancel("closed", e);
        }
    }
}
