package dev.gantry.launcher;

import java.io.PrintStream;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;

/// What the process itself says while the daemon's log may be away, in the form of that log.
final class ProcessLog {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.nnnnnnnnnXXX");

    private final boolean json;
    private final PrintStream out;
    private final InstantSource clock;

    ProcessLog(boolean json, PrintStream out, InstantSource clock) {
        this.json = json;
        this.out = out;
        this.clock = clock;
    }

    void warn(String message) {
        write("warning", message);
    }

    void error(String message) {
        write("error", message);
    }

    private void write(String level, String message) {
        String time = TIME.format(clock.instant().atZone(ZoneId.systemDefault()));
        out.println(
                json
                        ? "{\"level\":\"" + level + "\",\"msg\":" + Json.quoted(message) + ",\"time\":\"" + time + "\"}"
                        : "time=\"" + time + "\" level=" + level + " msg=" + Json.quoted(message));
    }
}
