package dev.gantry.libcontainerd;

import com.google.protobuf.ByteString;
import dev.gantry.api.error.EngineException;
import dev.gantry.proto.containerd.content.ContentGrpc;
import dev.gantry.proto.containerd.content.ReadContentRequest;
import dev.gantry.proto.containerd.content.ReadContentResponse;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import java.io.IOException;
import java.io.InputStream;

/// Reads a blob piece by piece; one piece (at most 1 MiB) is on its way while another is read.
final class BlobStream extends InputStream {
    private final ClientCall<ReadContentRequest, ReadContentResponse> call;
    private final Responses<ReadContentResponse> responses = new Responses<>();
    private ByteString piece = ByteString.EMPTY;
    private int position;
    private boolean ended;

    BlobStream(Channel channel, String digest, long offset) {
        call = channel.newCall(ContentGrpc.getReadMethod(), CallOptions.DEFAULT);
        call.start(responses, new Metadata());
        call.request(2);
        call.sendMessage(ReadContentRequest.newBuilder()
                .setDigest(digest)
                .setOffset(offset)
                .build());
        call.halfClose();
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int from, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        while (position == piece.size()) {
            if (ended || !nextPiece()) {
                ended = true;
                return -1;
            }
        }
        int count = Math.min(length, piece.size() - position);
        piece.copyTo(target, position, from, count);
        position += count;
        return count;
    }

    private boolean nextPiece() throws IOException {
        try {
            ReadContentResponse response = responses.take();
            if (response == null) {
                return false;
            }
            call.request(1);
            piece = response.getData();
            position = 0;
            return true;
        } catch (EngineException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        ended = true;
        piece = ByteString.EMPTY;
        position = 0;
        call.cancel("closed", null);
    }
}
