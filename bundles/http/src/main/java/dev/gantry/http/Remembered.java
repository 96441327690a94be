package dev.gantry.http;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// What was served when a version of this bundle left. When more than this bundle is replaced at once, such as all that stands on the
/// component runtime, the next version is there before the routers and middleware are. Like [parked sockets][ParkedSockets] it stands
/// in a system property, as text.
///
/// @param routes of the routers
/// @param orders of the middleware
record Remembered(List<Served> routes, List<Integer> orders) {
    private static final String PROPERTY = "dev.gantry.http.served";
    private static final String ORDERS = "middleware";

    /// A route, as far as it has to be known to wait for it.
    ///
    /// @param method of requests
    /// @param template of paths
    record Served(String method, String template) {}

    void leave() {
        String of = orders.stream().map(String::valueOf).collect(Collectors.joining(" "));
        Stream<String> lines = routes.stream().map(route -> route.method + " " + route.template);
        System.setProperty(
                PROPERTY,
                Stream.concat(Stream.of((ORDERS + " " + of).strip()), lines).collect(Collectors.joining("\n")));
    }

    /// Takes what was left; the next caller finds nothing.
    static Remembered take() {
        String text = System.clearProperty(PROPERTY);
        if (text == null) {
            return new Remembered(List.of(), List.of());
        }
        List<String[]> lines = text.lines().map(line -> line.split(" ")).toList();
        String[] first = lines.getFirst();
        return new Remembered(
                lines.stream().skip(1).map(line -> new Served(line[0], line[1])).toList(),
                IntStream.range(1, first.length)
                        .mapToObj(i -> Integer.valueOf(first[i]))
                        .toList());
    }
}
