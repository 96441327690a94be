package dev.gantry.http;

import dev.gantry.api.error.EngineException;
import dev.gantry.api.lease.Lease;
import dev.gantry.api.lease.ServiceSlot;
import dev.gantry.api.listener.BoundSocket;
import dev.gantry.api.listener.ListenAddress;
import dev.gantry.api.listener.Listener;
import io.netty.channel.unix.FileDescriptor;
import java.io.IOException;
import java.nio.file.Files;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The listeners by scheme. They are asked to open sockets, and have no more to do with them.
final class ListenerSchemes {
    private static final Logger LOG = LoggerFactory.getLogger(ListenerSchemes.class);

    // Unlike NamedServices: a scheme that was never here may still be on its way when the daemon starts.
    private final ConcurrentHashMap<String, ServiceSlot<Listener>> byScheme = new ConcurrentHashMap<>();

    private ServiceSlot<Listener> slot(String scheme) {
        return byScheme.computeIfAbsent(scheme, name -> new ServiceSlot<>("a listener for " + name + ":// addresses"));
    }

    void bind(String scheme, Listener listener, int ranking) {
        slot(scheme).bind(listener, ranking);
    }

    void unbind(String scheme, Listener listener) {
        slot(scheme).unbind(listener);
    }

    /// Opens all addresses or none.
    ///
    /// @throws EngineException what a listener threw, named by its address
    Map<String, List<BoundSocket>> open(List<Map.Entry<String, ListenAddress>> addresses) {
        Map<String, List<BoundSocket>> opened = new LinkedHashMap<>();
        try {
            for (Map.Entry<String, ListenAddress> address : addresses) {
                opened.put(address.getKey(), open(address.getValue()));
            }
            return opened;
        } catch (RuntimeException e) {
            opened.values().forEach(sockets -> sockets.forEach(ListenerSchemes::close));
            throw e;
        }
    }

    private List<BoundSocket> open(ListenAddress address) {
        try (Lease<Listener> listener = slot(address.scheme()).acquire()) {
            return listener.service().bind(address);
        } catch (EngineException e) {
            throw e.prefixed("failed to listen on " + address);
        }
    }

    /// @return gives the socket's file to the group of the address
    Runnable regroup(ListenAddress address, BoundSocket socket) {
        try (Lease<Listener> listener = slot(address.scheme()).acquire()) {
            return listener.service().regroup(socket, address.group());
        }
    }

    static void close(BoundSocket socket) {
        try {
            if (socket.path() != null) {
                Files.deleteIfExists(socket.path());
            }
            new FileDescriptor(socket.fd()).close();
        } catch (IOException e) {
            LOG.warn("cannot close {}: {}", socket.address(), e.getMessage());
        }
    }
}
