package dev.gantry.logging.jsonfile;

import dev.gantry.api.logging.file.RecordBuffer;
import java.nio.charset.StandardCharsets;

/// Writes bytes as the inside of a JSON string, as Go's encoder does it: `<`, `>`, `&`, U+2028 and U+2029 are escaped, bytes that are
/// no UTF-8 become U+FFFD.
final class JsonText {
    private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] REPLACEMENT = "\\ufffd".getBytes(StandardCharsets.US_ASCII);
    /// Bytes that stand for themselves.
    private static final boolean[] PLAIN = new boolean[256];
    private static final int LONGEST_ESCAPE = 6;

    static {
        for (int b = 0x20; b < 0x80; b++) {
            PLAIN[b] = b != '"' && b != '\\' && b != '<' && b != '>' && b != '&';
        }
    }

    private JsonText() {}

    static void escape(byte[] text, RecordBuffer out) {
        escape(text, 0, text.length, out);
    }

    static void escape(byte[] text, int from, int to, RecordBuffer out) {
        byte[] target = out.reserve((to - from) * LONGEST_ESCAPE);
        int at = out.length();
        int i = from;
        while (i < to) {
            int start = i;
            while (i < to && PLAIN[text[i] & 0xff]) {
                i++;
            }
            System.arraycopy(text, start, target, at, i - start);
            at += i - start;
            if (i == to) {
                break;
            }
            if (text[i] >= 0) {
                at = control(text[i++], target, at);
            } else {
                int length = sequenceLength(text, i, to);
                at = length == 0 ? copy(REPLACEMENT, target, at) : wide(text, i, length, target, at);
                i += Math.max(length, 1);
            }
        }
        out.advance(at);
    }

    private static int control(byte b, byte[] target, int start) {
        int at = start;
        target[at++] = '\\';
        switch (b) {
            case '"', '\\' -> target[at++] = b;
            case '\n' -> target[at++] = 'n';
            case '\r' -> target[at++] = 'r';
            default -> {
                target[at++] = 'u';
                target[at++] = '0';
                target[at++] = '0';
                target[at++] = HEX[b >> 4];
                target[at++] = HEX[b & 15];
            }
        }
        return at;
    }

    private static int wide(byte[] text, int from, int length, byte[] target, int at) {
        boolean separator = length == 3
                && (text[from] & 0xff) == 0xe2
                && (text[from + 1] & 0xff) == 0x80
                && (text[from + 2] & 0xfe) == 0xa8;
        if (separator) {
            byte[] escaped = {'\\', 'u', '2', '0', '2', HEX[text[from + 2] & 15]};
            return copy(escaped, target, at);
        }
        System.arraycopy(text, from, target, at, length);
        return at + length;
    }

    private static int copy(byte[] from, byte[] target, int at) {
        System.arraycopy(from, 0, target, at, from.length);
        return at + from.length;
    }

    /// The length of the well-formed sequence that begins here, or 0.
    private static int sequenceLength(byte[] text, int from, int to) {
        int first = text[from] & 0xff;
        int length = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2;
        if (first < 0xc2 || first > 0xf4 || to - from < length) {
            return 0;
        }
        int second = text[from + 1] & 0xff;
        int least = first == 0xe0 ? 0xa0 : first == 0xf0 ? 0x90 : 0x80;
        int most = first == 0xed ? 0x9f : first == 0xf4 ? 0x8f : 0xbf;
        if (second < least || second > most) {
            return 0;
        }
        for (int i = 2; i < length; i++) {
            if ((text[from + i] & 0xc0) != 0x80) {
                return 0;
            }
        }
        return length;
    }
}
