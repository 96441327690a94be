package dev.gantry.logging.jsonfile;

import dev.gantry.api.logging.LogDriver;
import dev.gantry.logging.files.RotatedLogFiles;
import dev.gantry.testkit.logging.LogDriverContract;
import java.util.Map;

class JsonFileLogDriverTest extends LogDriverContract {
    @Override
    protected LogDriver newDriver() {
        return new JsonFileLogDriver(new RotatedLogFiles());
    }

    @Override
    protected String name() {
        return "json-file";
    }

    @Override
    protected Map<String, String> rotatingOptions() {
        return Map.of("max-size", "10k", "max-file", "100", "compress", "true");
    }
}
