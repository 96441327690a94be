package dev.gantry.config;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.gantry.api.config.DaemonConfig;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/// The daemon that answers on a unix socket of this configuration, if there is one: asked what it would make of a file.
final class RunningDaemon {
    private static final int PATIENCE = 30;
    private static final int LARGEST_ANSWER = 1 << 20;

    /// What the daemon says.
    ///
    /// @param effects by changed key, when it would take the file
    /// @param refusal why it would not, else empty
    record Answer(Map<String, String> effects, String refusal) {}

    private RunningDaemon() {}

    /// @return null when no engine of ours answers
    static @Nullable Answer ask(DaemonConfig config, byte[] file) {
        for (String host : config.list("hosts")) {
            if (host.startsWith("unix://")) {
                Answer answer = ask(Path.of(host.substring("unix://".length())), file);
                if (answer != null) {
                    return answer;
                }
            }
        }
        return null;
    }

    private static @Nullable Answer ask(Path socket, byte[] file) {
        try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            channel.connect(UnixDomainSocketAddress.of(socket));
            FutureTask<byte[]> exchange = new FutureTask<>(() -> exchange(channel, file));
            Thread.ofVirtual().start(exchange);
            return read(exchange.get(PATIENCE, TimeUnit.SECONDS));
        } catch (IOException | ExecutionException | TimeoutException e) {
            return null;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return null;
        }
    }

    private static byte[] exchange(SocketChannel channel, byte[] file) throws IOException {
        ByteArrayOutputStream request = new ByteArrayOutputStream();
        request.writeBytes(
                ("POST /gantry/config/reload?dry-run=1 HTTP/1.0\r\nHost: docker\r\nContent-Type: application/json\r\n"
                                + "Content-Length: " + file.length + "\r\n\r\n")
                        .getBytes(StandardCharsets.US_ASCII));
        request.writeBytes(file);
        ByteBuffer bytes = ByteBuffer.wrap(request.toByteArray());
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
        return Channels.newInputStream(channel).readNBytes(LARGEST_ANSWER);
    }

    private static @Nullable Answer read(byte[] answer) throws IOException {
        String text = new String(answer, StandardCharsets.UTF_8);
        int body = text.indexOf("\r\n\r\n");
        String[] status = text.split(" ", 3);
        if (body < 0 || status.length < 3 || !status[1].equals("200") && !status[1].equals("400")) {
            return null;
        }
        Map<String, String> effects = new LinkedHashMap<>();
        String message = "";
        String key = "";
        String effect = "";
        try (JsonParser json = new JsonFactory().createParser(text.substring(body + 4))) {
            for (JsonToken token = json.nextToken(); token != null; token = json.nextToken()) {
                if (token == JsonToken.VALUE_STRING && json.currentName() != null) {
                    switch (json.currentName()) {
                        case "Key" -> key = json.getText();
                        case "Effect" -> effect = json.getText();
                        case "message" -> message = json.getText();
                        default -> {}
                    }
                }
                if (token == JsonToken.END_OBJECT && !key.isEmpty()) {
                    effects.put(key, effect);
                    key = "";
                }
            }
        }
        return new Answer(effects, message);
    }
}
