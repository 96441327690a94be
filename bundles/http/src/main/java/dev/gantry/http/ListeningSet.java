package dev.gantry.http;

import dev.gantry.api.config.ConfigChange;
import dev.gantry.api.config.Preparation;
import dev.gantry.api.error.EngineException;
import dev.gantry.api.linux.Errno;
import dev.gantry.api.linux.ErrnoException;
import dev.gantry.api.listener.BoundSocket;
import dev.gantry.api.listener.ListenAddress;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Which addresses the server listens on, and how it comes from one set of them to another: what stays is not touched, what is new is
/// opened before what is gone is closed.
final class ListeningSet {
    private final ListenerSchemes schemes;
    private final ServerSockets sockets;
    private final Exposure exposure;

    ListeningSet(ListenerSchemes schemes, ServerSockets sockets, Exposure exposure) {
        this.schemes = schemes;
        this.sockets = sockets;
        this.exposure = exposure;
    }

    /// Sockets that are open but not yet the server's.
    ///
    /// @param hosts all that are wanted
    /// @param opened the new ones by their host
    record Opened(Set<String> hosts, Map<String, List<BoundSocket>> opened) {}

    /// Opens what is not open yet, after the warnings that it deserves; nothing when that fails.
    Opened start(List<String> hosts, ServerSettings settings) {
        hosts.forEach(host -> exposure.warn(host, settings, true));
        return open(hosts, settings);
    }

    /// Opens what is not open yet; nothing when that fails.
    Opened open(List<String> hosts, ServerSettings settings) {
        Set<String> wanted = new LinkedHashSet<>(hosts);
        Set<String> present = new HashSet<>();
        sockets.listening().forEach(each -> present.add(each.host()));
        List<Map.Entry<String, ListenAddress>> fresh = new ArrayList<>();
        for (String host : wanted) {
            if (!present.contains(host)) {
                fresh.add(Map.entry(host, ListenAddress.parse(host, settings.group())));
            }
        }
        return new Opened(wanted, schemes.open(fresh));
    }

    void take(Opened ready) {
        ready.opened.forEach((host, bound) -> bound.forEach(socket -> sockets.adopt(host, socket)));
        sockets.listening().stream()
                .filter(each -> !ready.hosts.contains(each.host()))
                .forEach(sockets::close);
    }

    /// The part of a reload that is about addresses.
    Preparation prepare(ConfigChange change, ServerSettings after) {
        if (!change.concerns("hosts", "group", "tls", "tlsverify")) {
            return Preparation.NOTHING;
        }
        List<String> hosts = change.after().list("hosts");
        List<Runnable> regroupings = change.concerns("group") ? regroupings(hosts, after.group()) : List.of();
        Opened ready;
        try {
            ready = open(hosts, after);
        } catch (EngineException e) {
            throw ConfigChange.refusal("hosts", e.getMessage() + inTheWay(hosts, e));
        }
        return new Preparation() {
            @Override
            public void commit() {
                regroupings.forEach(Runnable::run);
                take(ready);
                boolean anew = change.concerns("tls", "tlsverify");
                hosts.stream()
                        .filter(host -> anew || ready.opened.containsKey(host))
                        .forEach(host -> exposure.warn(host, after, false));
            }

            @Override
            public void rollback() {
                ready.opened.values().forEach(bound -> bound.forEach(ListenerSchemes::close));
            }
        };
    }

    /// Two sockets of one port can't be had at a time, even when one of them is about to go: to close it first could end with neither.
    private String inTheWay(List<String> hosts, EngineException refusal) {
        if (!isTaken(refusal)) {
            return "";
        }
        return sockets.listening().stream()
                .filter(each -> !hosts.contains(each.host()) && each.socket().kind() == BoundSocket.Kind.TCP)
                .filter(each -> hosts.stream().anyMatch(host -> host.endsWith(port(each.socket()))))
                .findFirst()
                .map(each -> "; " + each.host()
                        + ", which is to go, has that port: take it out in a reload of its own, then add the other")
                .orElse("");
    }

    private static boolean isTaken(@Nullable Throwable failure) {
        return failure != null
                && (failure instanceof ErrnoException errno ? errno.is(Errno.EADDRINUSE) : isTaken(failure.getCause()));
    }

    private static String port(BoundSocket socket) {
        return socket.address().substring(socket.address().lastIndexOf(':'));
    }

    /// For the sockets that stay.
    private List<Runnable> regroupings(List<String> hosts, String group) {
        List<Runnable> regroupings = new ArrayList<>();
        try {
            for (ServerSockets.Listening each : sockets.listening()) {
                if (hosts.contains(each.host()) && each.socket().path() != null) {
                    regroupings.add(schemes.regroup(ListenAddress.parse(each.host(), group), each.socket()));
                }
            }
        } catch (EngineException e) {
            throw ConfigChange.refusal("group", e.getMessage());
        }
        return regroupings;
    }
}
