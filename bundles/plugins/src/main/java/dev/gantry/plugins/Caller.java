package dev.gantry.plugins;

import dev.gantry.api.error.EngineException;
import dev.gantry.api.json.JsonCodec;
import dev.gantry.api.lease.ServiceSlot;
import dev.gantry.api.plugin.Plugins;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Calls methods of plugins: JSON there and back, connections tried again, failures in words.
final class Caller {
    private static final Logger LOG = LoggerFactory.getLogger(Caller.class);
    private static final int LONGEST_FAILURE = 4096;

    private final Transport transport;
    private final ServiceSlot<JsonCodec> json;
    private final CountDownLatch leaving;
    private final Duration unit;

    Caller(Transport transport, ServiceSlot<JsonCodec> json, CountDownLatch leaving, Duration unit) {
        this.transport = transport;
        this.json = json;
        this.leaving = leaving;
        this.unit = unit;
    }

    /// What a plugin answers to its activation.
    record Manifest(java.util.@Nullable List<String> Implements) {}

    /// A failure as plugins tell it.
    record Failure(@Nullable String Err) {}

    Manifest activate(Address address, Duration patience) {
        return read(send(address, "Plugin.Activate", new byte[0], Duration.ofSeconds(30), patience), Manifest.class);
    }

    <T> T call(Address address, String method, Object arguments, Class<T> answer, Duration limit) {
        byte[] body = json.<byte[]>call(codec -> codec.write(arguments));
        return read(send(address, method, body, limit, Plugins.PATIENCE), answer);
    }

    <T> T read(byte[] text, Class<T> type) {
        try {
            return json.call(codec -> codec.read(text, type));
        } catch (EngineException e) {
            throw EngineException.system("the plugin's answer is no JSON of the protocol: " + e.getMessage(), e);
        }
    }

    private byte[] send(Address address, String method, byte[] body, Duration limit, Duration patience) {
        Backoff backoff = new Backoff(leaving, unit, patience);
        while (true) {
            try {
                return result(method, transport.post(address, method, body, limit));
            } catch (InterruptedIOException e) {
                // Cancelled, or not answered in time: what it was asked for may be under way, a second time would not
                // help.
                throw EngineException.system(method + ": " + e.getMessage(), e);
            } catch (IOException e) {
                again(backoff, method, e);
            }
        }
    }

    private static void again(Backoff backoff, String method, IOException failure) {
        try {
            LOG.debug("{}: {}", method, failure.getMessage());
            if (!backoff.pause()) {
                throw EngineException.system(method + ": " + failure.getMessage(), failure);
            }
        } catch (InterruptedIOException e) {
            throw EngineException.system(method + ": " + e.getMessage(), e);
        }
    }

    private byte[] result(String method, Transport.Reply reply) {
        if (reply.status() == 200) {
            return reply.body();
        }
        String words = method + ": " + failure(reply.body());
        throw reply.status() == 404 ? EngineException.notFound(words) : EngineException.system(words);
    }

    private String failure(byte[] body) {
        int length = Math.min(body.length, LONGEST_FAILURE);
        String text = new String(body, 0, length, StandardCharsets.UTF_8).strip();
        try {
            String err = json.call(codec -> codec.read(body, Failure.class)).Err();
            return err == null || err.isEmpty() ? text : err;
        } catch (EngineException e) {
            return text;
        }
    }
}
