package dev.gantry.api.logging;

import dev.gantry.api.error.EngineException;
import java.util.Objects;

/// What a client attaches to.
///
/// @param stdin whether it writes the standard input; without effect when the process has none
/// @param stdout whether it gets the standard output
/// @param stderr whether it gets the standard error
/// @param detachKeys typed in sequence they end the attachment; looked for on terminals only. Empty for none
public record AttachRequest(boolean stdin, boolean stdout, boolean stderr, byte[] detachKeys) {
    private static final String CONTROL = "@abcdefghijklmnopqrstuvwxyz[\\]^_";

    /// Refuses absent keys.
    public AttachRequest {
        Objects.requireNonNull(detachKeys, "detachKeys");
    }

    /// The bytes of keys in Docker's notation, such as `ctrl-p,ctrl-q`, which is also what an empty text means.
    ///
    /// @throws EngineException INVALID_PARAMETER
    public static byte[] detachKeys(String keys) {
        if (keys.isEmpty()) {
            return new byte[] {16, 17};
        }
        String[] names = keys.split(",", -1);
        byte[] bytes = new byte[names.length];
        for (int i = 0; i < names.length; i++) {
            int code = code(names[i]);
            if (code < 0) {
                throw EngineException.invalidParameter("Invalid detach keys (" + keys + ") provided");
            }
            bytes[i] = (byte) code;
        }
        return bytes;
    }

    private static int code(String key) {
        if (key.length() == 1 && key.charAt(0) < 128) {
            return key.charAt(0);
        }
        if (key.equals("DEL")) {
            return 127;
        }
        boolean control = key.startsWith("ctrl-") && key.length() == 6;
        return control ? CONTROL.indexOf(Character.toLowerCase(key.charAt(5))) : -1;
    }
}
