package dev.gantry.stats;

import dev.gantry.api.error.EngineException;
import dev.gantry.api.types.ContainerTopResponse;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What `ps` printed, less the processes of others.
final class PsOutput {
    private static final Pattern RENAMED = Pattern.compile("\\s+(\\S*)=\\s*(PID\\S*)");
    private static final Pattern BLANKS = Pattern.compile("[ \\t\\x0B\\f\\r]+");

    private PsOutput() {}

    /// Another column must not be called PID.
    static void check(String args) {
        Matcher renamed = RENAMED.matcher(args);
        while (renamed.find()) {
            if (!renamed.group(1).equals("pid")) {
                throw EngineException.invalidParameter(
                        "specifying \"" + renamed.group(1) + "=" + renamed.group(2) + "\" is not allowed");
            }
        }
    }

    static ContainerTopResponse parse(String output, Set<Integer> pids) {
        List<String> lines = output.lines().toList();
        List<String> titles = lines.isEmpty() ? List.of() : fields(lines.getFirst());
        int column = titles.indexOf("PID");
        if (column < 0) {
            throw EngineException.system("Couldn't find PID field in ps output");
        }
        List<List<String>> processes = new ArrayList<>();
        boolean taken = false;
        for (String line : lines.subList(1, lines.size())) {
            List<String> fields = fields(line);
            if (fields.size() <= column) {
                continue;
            }
            String pid = fields.get(column);
            // A thread of the process above has a dash for its number.
            taken = pid.equals("-") ? taken : pids.contains(number(pid));
            if (taken) {
                processes.add(row(fields, titles.size()));
            }
        }
        return new ContainerTopResponse(processes, titles);
    }

    private static int number(String pid) {
        try {
            return Integer.parseInt(pid);
        } catch (NumberFormatException e) {
            throw EngineException.system("Unexpected pid '" + pid + "': " + e.getMessage(), e);
        }
    }

    private static List<String> row(List<String> fields, int columns) {
        int last = Math.min(columns, fields.size()) - 1;
        List<String> row = new ArrayList<>(fields.subList(0, last));
        row.add(String.join(" ", fields.subList(last, fields.size())));
        return row;
    }

    private static List<String> fields(String line) {
        return line.isBlank() ? List.of() : Arrays.asList(BLANKS.split(line.strip()));
    }
}
