package dev.gantry.spec;

import dev.gantry.api.error.EngineException;
import dev.gantry.api.linux.Descriptors;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Users and groups as the container's own `/etc/passwd` and `/etc/group` have them.
final class ContainerUsers {
    private static final int LARGEST_FILE = 4 << 20;

    private final Descriptors descriptors;

    ContainerUsers(Descriptors descriptors) {
        this.descriptors = descriptors;
    }

    /// Who a process runs as.
    record Identity(int uid, int gid, List<Integer> groups, String home) {}

    /// @param user empty, `name`, `uid`, and each of them with `:group`
    /// @param extraGroups names or ids
    Identity resolve(Path root, String user, List<String> extraGroups) {
        String[] parts = user.split(":", 2);
        String userPart = parts[0].isEmpty() ? "0" : parts[0];
        String groupPart = parts.length > 1 ? parts[1] : "";
        List<String[]> passwd = lines(root, "/etc/passwd", 4);
        boolean needsGroups =
                !groupPart.isEmpty() || !extraGroups.isEmpty() || !userPart.equals("0") || !passwd.isEmpty();
        List<String[]> groups = needsGroups ? lines(root, "/etc/group", 3) : List.of();
        String[] entry = find(passwd, userPart, 2);
        int uid = entry != null
                ? number(entry[2])
                : numeric(userPart, "unable to find user " + userPart + ": no matching entries in passwd file");
        int gid = entry != null ? number(entry[3]) : 0;
        Set<Integer> supplementary = new LinkedHashSet<>();
        if (!groupPart.isEmpty()) {
            gid = group(groups, groupPart);
        } else if (entry != null) {
            for (String[] group : groups) {
                if (group.length > 3 && List.of(group[3].split(",")).contains(entry[0])) {
                    supplementary.add(number(group[2]));
                }
            }
        }
        for (String extra : extraGroups) {
            supplementary.add(group(groups, extra));
        }
        List<Integer> all = new ArrayList<>();
        all.add(gid);
        supplementary.stream().filter(g -> !all.contains(g)).forEach(all::add);
        String home = entry != null && entry.length > 5 && !entry[5].isEmpty() ? entry[5] : "/";
        return new Identity(uid, gid, all, home);
    }

    private static int group(List<String[]> groups, String wanted) {
        String[] entry = find(groups, wanted, 2);
        return entry != null
                ? number(entry[2])
                : numeric(wanted, "unable to find group " + wanted + ": no matching entries in group file");
    }

    private static String @Nullable [] find(List<String[]> entries, String wanted, int idColumn) {
        String[] byId = null;
        for (String[] entry : entries) {
            if (entry[0].equals(wanted)) {
                return entry;
            }
            if (byId == null && entry[idColumn].equals(wanted)) {
                byId = entry;
            }
        }
        return byId;
    }

    private static int numeric(String text, String otherwise) {
        int value = number(text);
        if (value < 0) {
            throw EngineException.invalidParameter(
                    text.matches("[+-]?[0-9]+") ? "uids and gids must be in range 0-2147483647" : otherwise);
        }
        return value;
    }

    private static int number(String text) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            return -1;
        }
    }

    private List<String[]> lines(Path root, String file, int columns) {
        int fd;
        try {
            fd = descriptors.openInRoot(root, file, 0);
        } catch (IOException e) {
            return List.of();
        }
        try {
            Path path = descriptors.pathOf(fd);
            if (!Files.isRegularFile(path) || Files.size(path) > LARGEST_FILE) {
                return List.of();
            }
            List<String[]> result = new ArrayList<>();
            for (String line : new String(Files.readAllBytes(path), StandardCharsets.ISO_8859_1).split("\n")) {
                String[] entry = line.strip().split(":", -1);
                if (entry.length >= columns && !line.startsWith("#")) {
                    result.add(entry);
                }
            }
            return result;
        } catch (IOException e) {
            return List.of();
        } finally {
            descriptors.close(fd);
        }
    }
}
