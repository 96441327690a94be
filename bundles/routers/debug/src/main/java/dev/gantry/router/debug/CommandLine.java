package dev.gantry.router.debug;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/// The command line, without credentials in URLs.
final class CommandLine {
    private static final Pattern USER = Pattern.compile("(?<=://)[^/?#\\s]*@");
    private static final Pattern BARE = Pattern.compile("(?<=-proxy[= ])[^/?#\\s]*@");

    private CommandLine() {}

    static List<String> masked() {
        ProcessHandle.Info info = ProcessHandle.current().info();
        List<String> all = new ArrayList<>();
        info.command().ifPresent(all::add);
        info.arguments().ifPresent(arguments -> all.addAll(Arrays.asList(arguments)));
        return masked(all);
    }

    static List<String> masked(List<String> arguments) {
        List<String> shown = new ArrayList<>();
        String before = "";
        for (String argument : arguments) {
            String text = USER.matcher(argument).replaceAll("xxxxx:xxxxx@");
            text = BARE.matcher(text).replaceAll("xxxxx:xxxxx@");
            boolean isProxy = before.endsWith("-proxy") && !text.contains("://") && text.contains("@");
            shown.add(isProxy ? "xxxxx:xxxxx" + text.substring(text.lastIndexOf('@')) : text);
            before = argument;
        }
        return shown;
    }
}
