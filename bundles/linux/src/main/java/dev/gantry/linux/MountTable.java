package dev.gantry.linux;

import dev.gantry.api.linux.MountPoint;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Reads the lines of `/proc/self/mountinfo`.
final class MountTable {
    private MountTable() {}

    static List<MountPoint> parse(List<String> lines) {
        List<MountPoint> mounts = new ArrayList<>();
        for (String line : lines) {
            String[] fields = line.split(" ");
            int dash = Arrays.asList(fields).indexOf("-");
            if (dash < 6 || fields.length < dash + 4) {
                continue;
            }
            mounts.add(new MountPoint(
                    Integer.parseInt(fields[0]),
                    Integer.parseInt(fields[1]),
                    unescape(fields[3]),
                    Path.of(unescape(fields[4])),
                    List.of(fields[5].split(",")),
                    Arrays.asList(fields).subList(6, dash),
                    fields[dash + 1],
                    unescape(fields[dash + 2]),
                    List.of(fields[dash + 3].split(","))));
        }
        return mounts;
    }

    /// The kernel writes blanks and backslashes as three octal digits.
    static String unescape(String text) {
        if (text.indexOf('\\') < 0) {
            return text;
        }
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        byte[] out = new byte[bytes.length];
        int length = 0;
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] == '\\' && i + 3 < bytes.length) {
                out[length++] = (byte) ((bytes[i + 1] - '0') << 6 | (bytes[i + 2] - '0') << 3 | bytes[i + 3] - '0');
                i += 3;
            } else {
                out[length++] = bytes[i];
            }
        }
        return new String(out, 0, length, StandardCharsets.UTF_8);
    }
}
