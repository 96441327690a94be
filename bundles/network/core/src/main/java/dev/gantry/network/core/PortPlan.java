package dev.gantry.network.core;

import dev.gantry.api.error.EngineException;
import dev.gantry.api.network.PublishRequest;
import dev.gantry.api.types.PortBinding;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/// The host ports that a container wants, read from its request.
final class PortPlan {
    private static final Set<String> PROTOCOLS = Set.of("tcp", "udp", "sctp");
    private static final int LARGEST = 65_535;

    private final InetAddress publishAddress;
    private final boolean ipv6;
    private final List<Wish> wishes = new ArrayList<>();

    /// One container port to be published.
    ///
    /// @param addresses of the host, all to get the same port
    /// @param first lowest host port, 0 for any
    /// @param last highest host port
    record Wish(String protocol, int containerPort, List<InetAddress> addresses, int first, int last) {
        boolean isExact() {
            return first != 0 && first == last;
        }
    }

    private PortPlan(InetAddress publishAddress, boolean ipv6) {
        this.publishAddress = publishAddress;
        this.ipv6 = ipv6;
    }

    /// @param publishAddress for bindings that name none
    /// @param ipv6 whether an unnamed address means IPv6 as well
    /// @throws EngineException INVALID_PARAMETER for what cannot be read
    static List<Wish> of(PublishRequest request, InetAddress publishAddress, boolean ipv6) {
        PortPlan plan = new PortPlan(publishAddress, ipv6);
        request.bindings().forEach(plan::add);
        if (request.all()) {
            for (String port : request.exposed()) {
                if (request.bindings().getOrDefault(port, List.of()).isEmpty()) {
                    plan.add(port, List.of(new PortBinding("", "")));
                }
            }
        }
        // A range must not take what another binding insists on.
        plan.wishes.sort(Comparator.comparing(wish -> !wish.isExact()));
        return plan.wishes;
    }

    private void add(String port, List<PortBinding> bindings) {
        Map.Entry<String, Integer> container = parse(port);
        for (PortBinding binding : bindings) {
            int[] range = range(binding.HostPort());
            wishes.add(new Wish(
                    container.getKey(), container.getValue(), addresses(binding.HostIp()), range[0], range[1]));
        }
    }

    /// Splits `80/tcp`.
    static Map.Entry<String, Integer> parse(String port) {
        int slash = port.indexOf('/');
        String protocol = slash < 0 ? "tcp" : port.substring(slash + 1).toLowerCase(Locale.ROOT);
        int number = number(slash < 0 ? port : port.substring(0, slash), port);
        if (!PROTOCOLS.contains(protocol) || number == 0) {
            throw invalid(port);
        }
        return Map.entry(protocol, number);
    }

    private static int[] range(String text) {
        if (text.isEmpty()) {
            return new int[] {0, 0};
        }
        int dash = text.indexOf('-');
        int first = number(dash < 0 ? text : text.substring(0, dash), text);
        int last = dash < 0 ? first : number(text.substring(dash + 1), text);
        if (last < first) {
            throw invalid(text);
        }
        return new int[] {first, last};
    }

    private static int number(String text, String whole) {
        try {
            int number = Integer.parseInt(text);
            if (number >= 0 && number <= LARGEST) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw invalid(whole);
        }
        throw invalid(whole);
    }

    private static EngineException invalid(String text) {
        return EngineException.invalidParameter("invalid port specification: \"" + text + "\"");
    }

    private List<InetAddress> addresses(String hostIp) {
        if (!hostIp.isEmpty()) {
            try {
                return List.of(InetAddress.ofLiteral(hostIp));
            } catch (IllegalArgumentException e) {
                throw EngineException.invalidParameter("invalid IP address in port binding: \"" + hostIp + "\"");
            }
        }
        boolean both = ipv6 && publishAddress.isAnyLocalAddress() && publishAddress.getAddress().length == 4;
        return both ? List.of(publishAddress, InetAddress.ofLiteral("::")) : List.of(publishAddress);
    }
}
