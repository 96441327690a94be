package dev.gantry.network.bridge;

import dev.gantry.api.linux.PacketFilter;
import java.io.IOException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The forward chain of iptables. Another engine or a firewall gives it the policy "drop", and then what our table accepts is
/// dropped there: the kernel asks every table. So our bridge gets two rules of its own in it, marked as ours; where the chain
/// `DOCKER-USER` exists, they go there, because that is what it is for. Nothing else of others is touched.
final class ForeignForwarding {
    private static final Pattern OURS =
            Pattern.compile("\"chain\": \"([^\"]+)\", \"handle\": (\\d+), \"comment\": \"([^\"]+)\"");

    private final PacketFilter filter;

    ForeignForwarding(PacketFilter filter) {
        this.filter = filter;
    }

    void pass(String mark, String device) throws IOException {
        String chains = list();
        if (!drops(chains) || chains.contains("\"comment\": \"" + mark + "\"")) {
            return;
        }
        String chain = chains.contains("\"name\": \"DOCKER-USER\"") ? "DOCKER-USER" : "FORWARD";
        String place = "insert rule ip filter " + chain;
        String end = " counter accept comment \"" + mark + "\"\n";
        filter.run(place + " iifname \"" + device + "\"" + end + place + " oifname \"" + device + "\"" + end);
    }

    private static boolean drops(String chains) {
        int forward = chains.indexOf("\"hook\": \"forward\"");
        return forward >= 0
                && chains.indexOf("\"policy\": \"drop\"", forward) >= 0
                && chains.indexOf("\"policy\": \"drop\"", forward) < chains.indexOf('}', forward);
    }

    void forget(String mark) throws IOException {
        StringBuilder commands = new StringBuilder();
        Matcher rules = OURS.matcher(list());
        while (rules.find()) {
            if (rules.group(3).equals(mark)) {
                commands.append("delete rule ip filter ")
                        .append(rules.group(1))
                        .append(" handle ")
                        .append(rules.group(2))
                        .append('\n');
            }
        }
        if (!commands.isEmpty()) {
            filter.run(commands.toString());
        }
    }

    /// The table, empty when there is none.
    private String list() {
        try {
            return filter.runJson("list table ip filter");
        } catch (IOException e) {
            return "";
        }
    }
}
