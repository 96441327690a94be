package dev.gantry.archive;

import dev.gantry.api.linux.OpenFlag;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The user that a container runs as, by its own account files.
final class Users {
    private Users() {}

    /// @param user `name`, `uid`, either with `:group`; empty gives null
    static Unpacker.@Nullable Owner owner(Kernel kernel, Path root, String user) {
        if (user.isEmpty()) {
            return null;
        }
        int colon = user.indexOf(':');
        String name = colon < 0 ? user : user.substring(0, colon);
        String[] account = find(lines(kernel, root, "/etc/passwd"), name, 4);
        int uid = account == null ? number(name) : number(account[2]);
        int gid = account == null ? 0 : number(account[3]);
        if (colon >= 0) {
            String group = user.substring(colon + 1);
            String[] entry = find(lines(kernel, root, "/etc/group"), group, 3);
            gid = entry == null ? number(group) : number(entry[2]);
        }
        return new Unpacker.Owner(uid, gid);
    }

    private static String @Nullable [] find(List<String> lines, String name, int fields) {
        for (String line : lines) {
            String[] parts = line.split(":", -1);
            if (parts.length >= fields && (parts[0].equals(name) || parts[2].equals(name))) {
                return parts;
            }
        }
        return null;
    }

    private static int number(String text) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    private static List<String> lines(Kernel kernel, Path root, String file) {
        try {
            int fd = kernel.descriptors().openInRoot(root, file, 0, OpenFlag.NON_BLOCKING);
            try {
                return Files.readAllLines(kernel.descriptors().pathOf(fd), StandardCharsets.ISO_8859_1);
            } finally {
                kernel.descriptors().close(fd);
            }
        } catch (IOException e) {
            return List.of();
        }
    }
}
