package dev.gantry.logging.jsonfile;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// A place in a JSON text. Strings are given as their UTF-8 bytes.
final class JsonCursor {
    private final byte[] bytes;
    private final int to;
    private int at;

    JsonCursor(byte[] bytes, int from, int to) {
        this.bytes = bytes;
        this.to = to;
        at = from;
    }

    /// Steps into an object; whether it has members.
    boolean enter() throws IOException {
        expect('{');
        if (peek() == '}') {
            at++;
            return false;
        }
        return true;
    }

    /// Steps over what separates members; whether there is another one.
    boolean nextMember() throws IOException {
        if (peek() == '}') {
            at++;
            return false;
        }
        expect(',');
        return true;
    }

    String memberName() throws IOException {
        String name = new String(text(), StandardCharsets.UTF_8);
        expect(':');
        return name;
    }

    void skipValue() throws IOException {
        int depth = 0;
        do {
            switch (peek()) {
                case '"' -> text();
                case '{', '[' -> {
                    depth++;
                    at++;
                }
                case '}', ']' -> {
                    depth--;
                    at++;
                }
                default -> at++;
            }
        } while (depth > 0 || !atValueEnd());
    }

    private boolean atValueEnd() throws IOException {
        int next = peek();
        return next == ',' || next == '}' || next == ']';
    }

    byte[] text() throws IOException {
        expect('"');
        int start = at;
        while (at < to && bytes[at] != '"' && bytes[at] != '\\') {
            at++;
        }
        if (at < to && bytes[at] == '"') {
            return Arrays.copyOfRange(bytes, start, at++);
        }
        byte[] out = new byte[to - start];
        int length = at - start;
        System.arraycopy(bytes, start, out, 0, length);
        while (at < to && bytes[at] != '"') {
            if (bytes[at] == '\\') {
                at++;
                length = escape(out, length);
            } else {
                out[length++] = bytes[at++];
            }
        }
        expect('"');
        return Arrays.copyOf(out, length);
    }

    private int escape(byte[] out, int length) throws IOException {
        if (at == to) {
            throw broken();
        }
        byte kind = bytes[at++];
        switch (kind) {
            case 'n' -> out[length] = '\n';
            case 'r' -> out[length] = '\r';
            case 't' -> out[length] = '\t';
            case 'b' -> out[length] = '\b';
            case 'f' -> out[length] = '\f';
            case 'u' -> {
                return codePoint(out, length);
            }
            default -> out[length] = kind;
        }
        return length + 1;
    }

    private int codePoint(byte[] out, int length) throws IOException {
        int unit = hex();
        boolean pair =
                Character.isHighSurrogate((char) unit) && at + 1 < to && bytes[at] == '\\' && bytes[at + 1] == 'u';
        String text = String.valueOf((char) unit);
        if (pair) {
            at += 2;
            text += (char) hex();
        }
        byte[] encoded = text.getBytes(StandardCharsets.UTF_8);
        System.arraycopy(encoded, 0, out, length, encoded.length);
        return length + encoded.length;
    }

    private int hex() throws IOException {
        if (to - at < 4) {
            throw broken();
        }
        int value = 0;
        for (int i = 0; i < 4; i++) {
            int digit = Character.digit(bytes[at++], 16);
            if (digit < 0) {
                throw broken();
            }
            value = value << 4 | digit;
        }
        return value;
    }

    private int peek() throws IOException {
        while (at < to && bytes[at] <= ' ' && bytes[at] >= 0) {
            at++;
        }
        if (at == to) {
            throw broken();
        }
        return bytes[at];
    }

    private void expect(char wanted) throws IOException {
        if (peek() != wanted) {
            throw broken();
        }
        at++;
    }

    private IOException broken() {
        return new IOException("not a JSON record, at byte " + at);
    }
}
