package dev.gantry.spec.cdi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.api.error.EngineException;
import dev.gantry.api.error.ErrorKind;
import dev.gantry.json.JacksonCodec;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CdiDevicesTest {
    @TempDir
    Path root;

    private Path low;
    private Path high;
    private CdiDevices devices;

    @BeforeEach
    void twoDirectoriesAndOneThatIsNotThere() throws IOException {
        low = Files.createDirectory(root.resolve("low"));
        high = Files.createDirectory(root.resolve("high"));
        devices = new CdiDevices(List.of(low, root.resolve("none"), high), new JacksonCodec());
    }

    /// Of the kind `v.com/c`.
    private static void json(Path file, String device, String variable) throws IOException {
        Files.writeString(file, """
                {"cdiVersion": "0.6.0", "kind": "v.com/c", "containerEdits": {"env": ["ALL=1"]},
                 "devices": [{"name": "%s", "containerEdits": {"env": ["%s"]}}]}
                """.formatted(device, variable));
    }

    private void unresolvable(String names, String... asked) {
        EngineException refused = assertThrows(EngineException.class, () -> devices.edits(List.of(asked)));
        assertEquals("CDI device injection failed: unresolvable CDI devices " + names, refused.getMessage());
        assertEquals(ErrorKind.SYSTEM, refused.kind());
    }

    @Test
    void readsWhatIsThereWhenItIsAskedFor() throws IOException {
        unresolvable("v.com/c=a, v.com/c=b", "v.com/c=a", "v.com/c=b", "v.com/c=a");
        json(low.resolve("v.json"), "a", "A=1");
        assertEquals(
                List.of("ALL=1", "A=1"), devices.edits(List.of("v.com/c=a")).environment());
        assertEquals(List.of("v.com/c=a"), devices.names());
        unresolvable("v.com/c=b", "v.com/c=a", "v.com/c=b");
        json(low.resolve("ignored.txt"), "t", "T=1");
        Files.createDirectory(low.resolve("d.json"));
        Files.delete(low.resolve("v.json"));
        assertEquals(List.of(), devices.names());
    }

    @Test
    void aFilesOwnPartComesOnce() throws IOException {
        Files.writeString(low.resolve("v.json"), """
                {"cdiVersion": "0.6.0", "kind": "v.com/c", "containerEdits": {"env": ["ALL=1"]},
                 "devices": [{"name": "a", "containerEdits": {"env": ["A=1"]}},
                             {"name": "b", "containerEdits": {"env": ["B=1"]}}]}
                """);
        assertEquals(
                List.of("ALL=1", "B=1", "A=1"),
                devices.edits(List.of("v.com/c=b", "v.com/c=a")).environment());
    }

    @Test
    void theLaterDirectoryHolds() throws IOException {
        json(low.resolve("v.json"), "a", "A=low");
        json(high.resolve("v.json"), "a", "A=high");
        assertEquals(
                List.of("ALL=1", "A=high"), devices.edits(List.of("v.com/c=a")).environment());
    }

    @Test
    void aConflictInADirectoryMakesTheDeviceUnresolvableButNoOther() throws IOException {
        json(low.resolve("one.json"), "a", "A=1");
        json(low.resolve("two.json"), "a", "A=2");
        json(low.resolve("three.json"), "b", "B=1");
        unresolvable("v.com/c=a", "v.com/c=a");
        assertEquals(List.of("v.com/c=b"), devices.names());
    }

    @Test
    void aFileThatMakesNoSenseOrIsTooLargeHidesNoOther() throws IOException {
        json(low.resolve("good.json"), "a", "A=1");
        Files.writeString(low.resolve("bad.json"), "{");
        Files.writeString(low.resolve("bad.yaml"), "a: [");
        Files.write(low.resolve("large.json"), new byte[(4 << 20) + 1]);
        assertEquals(List.of("v.com/c=a"), devices.names());
    }

    @Test
    void readsEveryEditFromYaml() throws IOException {
        Files.writeString(high.resolve("v.yaml"), """
                ---
                cdiVersion: 0.7.0
                kind: v.com/c
                devices:
                - name: 0
                  annotations: {a: b}
                  containerEdits:
                    env:
                    - A=1
                    deviceNodes:
                    - path: /dev/a
                      hostPath: /dev/null
                      fileMode: 0666
                      permissions: rw
                      uid: 4294967295
                    mounts:
                    - hostPath: /usr/lib/x.so
                      containerPath: /lib/x.so
                      options: [ro, nosuid, bind]
                    hooks:
                    - hookName: createContainer
                      path: /usr/bin/hook
                      args: [hook, update]
                      env: [H=1]
                      timeout: 3
                    additionalGids: [0, 44]
                    intelRdt:
                      closID: x
                      enableCMT: true
                """);
        Edits edits = devices.edits(List.of("v.com/c=0"));
        assertEquals(
                List.of(new DeviceNode("/dev/a", "/dev/null", "", 0, 0, 0666L, "rw", 4294967295L, null)),
                edits.nodes());
        assertEquals(
                List.of(Map.of(
                        "source",
                        "/usr/lib/x.so",
                        "destination",
                        "/lib/x.so",
                        "options",
                        List.of("ro", "nosuid", "bind"))),
                edits.mounts());
        Map<String, Object> hook = Map.of(
                "path", "/usr/bin/hook", "args", List.of("hook", "update"), "env", List.of("H=1"), "timeout", 3L);
        assertEquals(List.of(new Hook("createContainer", hook)), edits.hooks());
        assertEquals(List.of(0L, 44L), edits.groups());
        assertEquals(Map.of("closID", "x", "enableCMT", true), edits.intelRdt());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"kind\": \"c\"} | spec.kind: invalid kind \"c\"",
                "{\"kind\": \"v/c\"} | spec.devices: no devices",
                "{\"kind\": \"v/c\", \"devices\": [{\"name\": \"-\"}]} | spec.devices[0].name: invalid device name \"-\"",
                "{\"kind\": \"v/c\", \"devices\": [{\"name\": \"a\"}]} | spec.devices[0].containerEdits: empty device edits",
                "{\"kind\": \"v/c\", \"foo\": 1, \"devices\": [{\"name\": \"a\", \"containerEdits\": {\"env\": [\"A=\"]}}]} | spec.foo: unknown field",
                "{\"kind\": \"v/c\", \"devices\": {}} | spec.devices: must be a list",
                "{\"kind\": \"v/c\", \"devices\": [1]} | spec.devices[0]: must be an object",
                "{\"kind\": \"v/c\", \"containerEdits\": {\"env\": [\"=x\"]}} | spec.containerEdits.env: invalid environment variable \"=x\"",
                "{\"kind\": \"v/c\", \"containerEdits\": {\"deviceNodes\": [{\"type\": \"c\"}]}} | spec.containerEdits.deviceNodes[0].path: must not be empty",
                "{\"kind\": \"v/c\", \"containerEdits\": {\"deviceNodes\": [{\"path\": \"/a\", \"type\": \"x\"}]}} | spec.containerEdits.deviceNodes[0].type: invalid device type \"x\"",
                "{\"kind\": \"v/c\", \"containerEdits\": {\"deviceNodes\": [{\"path\": \"/a\", \"permissions\": \"rx\"}]}} | spec.containerEdits.deviceNodes[0].permissions: invalid permissions \"rx\"",
                "{\"kind\": \"v/c\", \"containerEdits\": {\"deviceNodes\": [{\"path\": \"/a\", \"uid\": -1}]}} | spec.containerEdits.deviceNodes[0].uid: must be a number from 0 to 4294967295",
                "{\"kind\": \"v/c\", \"containerEdits\": {\"hooks\": [{\"hookName\": \"boot\", \"path\": \"/a\"}]}} | spec.containerEdits.hooks[0].hookName: invalid hook name \"boot\"",
                "{\"kind\": \"v/c\", \"containerEdits\": {\"mounts\": [{\"hostPath\": \"/a\"}]}} | spec.containerEdits.mounts[0].containerPath: must not be empty",
                "{\"cdiVersion\": \"9.0.0\", \"kind\": \"v/c\", \"devices\": [{\"name\": \"a\", \"containerEdits\": {\"env\": [\"A=\"]}}]} | invalid version \"9.0.0\"",
                "{\"cdiVersion\": \"0.6.0\", \"kind\": \"v/c\", \"devices\": [{\"name\": \"a\", \"containerEdits\": {\"additionalGids\": [1]}}]} | the spec version must be at least v0.7.0",
                "{\"cdiVersion\": \"0.5.0\", \"kind\": \"v/c.d\", \"devices\": [{\"name\": \"a\", \"containerEdits\": {\"env\": [\"A=\"]}}]} | the spec version must be at least v0.6.0",
                "{\"cdiVersion\": \"0.4.0\", \"kind\": \"v/c\", \"devices\": [{\"name\": \"1\", \"containerEdits\": {\"env\": [\"A=\"]}}]} | the spec version must be at least v0.5.0",
            })
    void tellsWhatIsWrongWithAFile(String content, String words) {
        Object parsed = new JacksonCodec().read(content.getBytes(StandardCharsets.UTF_8), Map.class);
        assertEquals(
                words,
                assertThrows(IllegalArgumentException.class, () -> SpecFile.of(parsed))
                        .getMessage());
    }

    private static String refusedYaml(String text) {
        return assertThrows(IllegalArgumentException.class, () -> Yaml.read(text.getBytes(StandardCharsets.UTF_8)))
                .getMessage();
    }

    @Test
    void yamlThatGrowsOrRepeatsItselfIsRefused() {
        String aliases = refusedYaml("a: &a [x, x]\nb: &b [*a, *a]\nc: [" + "*b, ".repeat(60) + "*b]\n");
        assertTrue(aliases.contains("aliases"), aliases);
        String repeated = refusedYaml("a: 1\na: 2\n");
        assertTrue(repeated.contains("duplicate key"), repeated);
        for (String deep : List.of("[", "{a: ", "- ")) {
            assertEquals("nested deeper than 50 levels", refusedYaml(deep.repeat(100_000)));
        }
    }

    @Test
    void itIsOffWithoutDirectories() {
        assertTrue(new CdiDevices(List.of(), new JacksonCodec()).isOff());
        assertFalse(devices.isOff());
    }
}
