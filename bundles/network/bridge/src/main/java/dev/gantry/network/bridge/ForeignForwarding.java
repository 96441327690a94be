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
    private final Family family;

    ForeignForwarding(PacketFilter filter, Family family) {
        this.filter = filter;
        this.family = family;
    }

    void pass(String mark, String device) throws IOException {
        String chains = list();
        String comment = mark + " " + device;
        if (!drops(chains) || chains.contains("\"comment\": \"" + comment + "\"")) {
            return;
        }
        // The network may have had another device.
        forget(mark);
        String chain = chains.contains("\"name\": \"DOCKER-USER\"") ? "DOCKER-USER" : "FORWARD";
        String place = "insert rule " + family.nft + " filter " + chain;
        String end = " counter accept comment \"" + comment + "\"\n";
        filter.run(place + " iifname \"" + device + "\"" + end + place + " oifname \"" + device + "\"" + end);
    }

    /// Gives the chain that policy. It is iptables' chain and not one of ours, because that is where everybody looks for it.
    void close() throws IOException {
        filter.run("add table " + family.nft + " filter\nadd chain " + family.nft
                + " filter FORWARD { type filter hook forward priority filter; policy drop; }");
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
            if (rules.group(3).equals(mark) || rules.group(3).startsWith(mark + " ")) {
                commands.append("delete rule " + family.nft + " filter ")
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
            return filter.runJson("list table " + family.nft + " filter");
        } catch (IOException e) {
            return "";
        }
    }
}
