package dev.gantry.archive;

import java.util.ArrayDeque;
import java.util.Deque;

/// A path in a container as a client wrote it, made absolute.
///
/// @param directory where it lies, beginning with a slash
/// @param name last component: empty for a path that ends with a slash, `.` for one that ends with `/.`
/// @param base what a tar calls it: the last component that has a name, `/` for the root, `.` for `/.`
record ContainerPath(String directory, String name, String base) {
    static ContainerPath of(String text) {
        String clean = clean(text);
        boolean dot = text.endsWith("/.") || text.equals(".");
        boolean slash = text.endsWith("/") && !text.equals("/");
        if (clean.equals("/")) {
            return new ContainerPath("/", ".", dot ? "." : "/");
        }
        int last = clean.lastIndexOf('/');
        String name = clean.substring(last + 1);
        if (dot) {
            return new ContainerPath(clean, ".", ".");
        }
        if (slash) {
            return new ContainerPath(clean, ".", name);
        }
        return new ContainerPath(last == 0 ? "/" : clean.substring(0, last), name, name);
    }

    /// Without `.`, `..` and doubled slashes.
    static String clean(String text) {
        Deque<String> parts = new ArrayDeque<>();
        for (String part : text.split("/", -1)) {
            if (part.equals("..")) {
                parts.pollLast();
            } else if (!part.isEmpty() && !part.equals(".")) {
                parts.addLast(part);
            }
        }
        return "/" + String.join("/", parts);
    }

    /// All of it.
    String full() {
        return name.equals(".") ? directory : clean(directory + "/" + name);
    }
}
