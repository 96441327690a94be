package dev.gantry.router.containers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.api.error.EngineException;
import dev.gantry.api.http.ApiVersion;
import dev.gantry.api.types.ContainerCreateRequest;
import dev.gantry.json.JacksonCodec;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class OldRequestsTest {
    private final List<String> warnings = new ArrayList<>();

    private ContainerCreateRequest read(String version, String json) {
        ContainerCreateRequest body =
                new JacksonCodec().read(json.getBytes(StandardCharsets.UTF_8), ContainerCreateRequest.class);
        return OldRequests.create(body, ApiVersion.parse(version), warnings);
    }

    private String refusal(String version, String json) {
        return assertThrows(EngineException.class, () -> read(version, json)).getMessage();
    }

    @Test
    void readsNewestRequestsAsTheyAre() {
        ContainerCreateRequest request =
                read("1.51", "{\"Healthcheck\":{\"StartInterval\":5},\"HostConfig\":{\"AutoRemove\":true}}");
        assertEquals(5, request.Healthcheck().StartInterval());
        assertTrue(request.HostConfig().AutoRemove());
        assertEquals(List.of(), warnings);
    }

    @Test
    void dropsWhatTheVersionDidNotKnow() {
        assertEquals(
                0,
                read("1.43", "{\"Healthcheck\":{\"StartInterval\":5}}")
                        .Healthcheck()
                        .StartInterval());
        assertNull(read("1.41", "{\"HostConfig\":{\"ConsoleSize\":[1,2]}}")
                .HostConfig()
                .ConsoleSize());
        assertEquals("shareable", read("1.39", "{}").HostConfig().IpcMode());
        assertFalse(read("1.24", "{\"HostConfig\":{\"AutoRemove\":true}}")
                .HostConfig()
                .AutoRemove());
        assertEquals(
                0,
                read("1.47", "{\"NetworkingConfig\":{\"EndpointsConfig\":{\"a\":{\"GwPriority\":7}}}}")
                        .NetworkingConfig()
                        .EndpointsConfig()
                        .get("a")
                        .GwPriority());
    }

    @Test
    void refusesMountsThatTheVersionDidNotHave() {
        assertEquals(
                "Mount type \"Image\" needs API v1.48 or newer",
                refusal("1.47", "{\"HostConfig\":{\"Mounts\":[{\"Type\":\"image\"}]}}"));
        assertEquals(
                "VolumeOptions.Subpath needs API v1.45 or newer",
                refusal(
                        "1.44",
                        "{\"HostConfig\":{\"Mounts\":[{\"Type\":\"volume\",\"VolumeOptions\":{\"Subpath\":\"x\"}}]}}"));
        assertEquals(
                "BindOptions.ReadOnlyForceRecursive needs API v1.44 or newer",
                refusal(
                        "1.43",
                        "{\"HostConfig\":{\"Mounts\":[{\"Type\":\"bind\",\"BindOptions\":{\"ReadOnlyForceRecursive\":true}}]}}"));
    }

    @Test
    void readOnlyBindsWereNotRecursiveBefore144() {
        String bind = "{\"HostConfig\":{\"Mounts\":[{\"Type\":\"bind\"}]}}";
        assertTrue(read("1.43", bind)
                .HostConfig()
                .Mounts()
                .getFirst()
                .BindOptions()
                .ReadOnlyNonRecursive());
        assertNull(read("1.44", bind).HostConfig().Mounts().getFirst().BindOptions());
    }

    @Test
    void refusesSeveralNetworksBefore144() {
        String two = "{\"NetworkingConfig\":{\"EndpointsConfig\":{\"a\":{},\"b\":{}}}}";
        assertEquals("Container cannot be created with multiple network endpoints: a, b", refusal("1.43", two));
        assertEquals(2, read("1.44", two).NetworkingConfig().EndpointsConfig().size());
    }

    @Test
    void movesTheContainersMacAddressToItsNetwork() {
        String mac = "{\"MacAddress\":\"02:00:00:00:00:01\",\"HostConfig\":{\"NetworkMode\":\"mine\"}}";
        assertEquals(
                "02:00:00:00:00:01",
                read("1.43", mac)
                        .NetworkingConfig()
                        .EndpointsConfig()
                        .get("mine")
                        .MacAddress());
        assertEquals(List.of(), warnings);
        read("1.44", mac);
        assertTrue(warnings.getFirst().startsWith("The container-wide MacAddress field is now deprecated"));
        assertTrue(refusal(
                        "1.44",
                        "{\"MacAddress\":\"02:00:00:00:00:01\",\"HostConfig\":{\"NetworkMode\":\"mine\"},"
                                + "\"NetworkingConfig\":{\"EndpointsConfig\":{\"mine\":{\"MacAddress\":\"02:00:00:00:00:02\"}}}}")
                .startsWith("the container-wide MAC address must match"));
    }
}
