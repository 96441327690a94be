package dev.gantry.example.crifile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.gantry.api.error.EngineException;
import dev.gantry.api.logging.LogDriver;
import dev.gantry.api.logging.LogInfo;
import dev.gantry.api.logging.LogSink;
import dev.gantry.testkit.logging.Lines;
import dev.gantry.testkit.logging.LogDriverContract;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CriFileLogDriverTest extends LogDriverContract {
    @Override
    protected LogDriver newDriver() {
        return new CriFileLogDriver("1.0.0");
    }

    @Override
    protected String name() {
        return "cri-file";
    }

    @Test
    void writesTheRuntimeInterfacesFormat() throws IOException {
        LogInfo info = info(Map.of("cri-sync", "true"));
        try (LogSink sink = newDriver().open(info)) {
            sink.write(Lines.numbered(0, 1));
        }
        try (LogSink successor = new CriFileLogDriver("1.1.0").open(info)) {
            successor.write(Lines.numbered(1, 1));
        }
        List<String> expected = List.of(
                "2023-11-14T22:13:20.123456789Z stdout F:1.0.0 line 0",
                "2023-11-14T22:13:20.124456789Z stdout F:1.1.0 line 1");
        assertEquals(expected, Files.readAllLines(new CriFileLogDriver("1.0.0").logPath(info)));
    }

    @Test
    void refusesAnUnclearOption() {
        assertThrows(EngineException.class, () -> newDriver().validate(Map.of("cri-sync", "perhaps")));
    }
}
