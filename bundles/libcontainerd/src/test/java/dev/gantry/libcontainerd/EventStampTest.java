package dev.gantry.libcontainerd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EventStampTest {
    @TempDir
    Path directory;

    private Path file() {
        return directory.resolve("containerd/event.ts");
    }

    @Test
    void isWrittenForRootAloneAndReadByTheNext() throws IOException {
        EventStamp stamp = new EventStamp(file());
        stamp.join("engine");
        Instant time = stamp.last().plusNanos(1_000_000_001);
        stamp.handled("engine", time);
        assertEquals(time.toString(), Files.readString(file()).strip());
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file())));
        assertEquals(time, new EventStamp(file()).last());
    }

    @Test
    void theSlowestListenerDecides() {
        EventStamp stamp = new EventStamp(file());
        Instant begin = stamp.last();
        stamp.join("engine");
        stamp.join("exec");
        stamp.handled("exec", begin.plusSeconds(5));
        assertEquals(begin, stamp.last());
        stamp.handled("engine", begin.plusSeconds(3));
        assertEquals(begin.plusSeconds(3), stamp.last());
        stamp.leave("engine");
        stamp.handled("engine", begin.plusSeconds(4));
        assertEquals(begin.plusSeconds(5), stamp.last());
    }

    @Test
    void neverGoesBack() {
        EventStamp stamp = new EventStamp(file());
        Instant begin = stamp.last();
        stamp.join("engine");
        stamp.handled("engine", begin.minusSeconds(5));
        assertEquals(begin, stamp.last());
        assertFalse(Files.exists(file()));
    }

    @Test
    void anEmptyOneMeansNow() throws IOException {
        Files.createDirectories(file().getParent());
        Files.writeString(file(), "");
        Instant before = Instant.now();
        assertFalse(new EventStamp(file()).last().isBefore(before));
    }
}
