package dev.gantry.registry;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/// One `WWW-Authenticate` challenge.
///
/// @param scheme in lower case: `bearer`, `basic`
/// @param parameters names in lower case
record AuthChallenge(String scheme, Map<String, String> parameters) {
    AuthChallenge {
        parameters = Map.copyOf(parameters);
    }

    /// A parameter; empty when it is not there.
    String parameter(String name) {
        return parameters.getOrDefault(name, "");
    }

    /// All challenges of some headers, each of which may hold several. What is malformed ends its header.
    static List<AuthChallenge> parse(List<String> headers) {
        List<AuthChallenge> challenges = new ArrayList<>();
        headers.forEach(header -> new Reader(header).readInto(challenges));
        return challenges;
    }

    /// Reads one header from left to right.
    private static final class Reader {
        private final String text;
        private int at;

        Reader(String text) {
            this.text = text;
        }

        void readInto(List<AuthChallenge> challenges) {
            skip(" \t,");
            String scheme = token();
            while (!scheme.isEmpty()) {
                Map<String, String> parameters = new TreeMap<>();
                String next = parameters(parameters);
                challenges.add(new AuthChallenge(scheme.toLowerCase(Locale.ROOT), parameters));
                scheme = next;
            }
        }

        /// Reads `name=value` pairs; returns the scheme that ends them, empty at the end of the header.
        private String parameters(Map<String, String> into) {
            while (true) {
                skip(" \t,");
                String name = token();
                skip(" \t");
                if (name.isEmpty() || at >= text.length() || text.charAt(at) != '=') {
                    return name;
                }
                at++;
                skip(" \t");
                into.putIfAbsent(
                        name.toLowerCase(Locale.ROOT),
                        at < text.length() && text.charAt(at) == '"' ? quoted() : token());
            }
        }

        private String token() {
            int from = at;
            while (at < text.length() && " \t,=\"".indexOf(text.charAt(at)) < 0) {
                at++;
            }
            return text.substring(from, at);
        }

        private String quoted() {
            StringBuilder value = new StringBuilder();
            for (at++; at < text.length() && text.charAt(at) != '"'; at++) {
                if (text.charAt(at) == '\\' && at + 1 < text.length()) {
                    at++;
                }
                value.append(text.charAt(at));
            }
            at = Math.min(at + 1, text.length());
            return value.toString();
        }

        private void skip(String characters) {
            while (at < text.length() && characters.indexOf(text.charAt(at)) >= 0) {
                at++;
            }
        }
    }
}
