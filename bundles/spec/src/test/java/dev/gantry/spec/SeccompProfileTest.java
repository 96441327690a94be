package dev.gantry.spec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.json.JacksonCodec;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SeccompProfileTest {
    private static SeccompProfile builtin() throws IOException {
        try (InputStream in = Seccomp.class.getResourceAsStream("default-seccomp.json")) {
            return SeccompProfile.parse(new JacksonCodec(), in.readAllBytes());
        }
    }

    private static Map<String, Object> resolved(String architecture, String kernel, String... capabilities)
            throws IOException {
        String seccomp = architecture.equals("amd64") ? "SCMP_ARCH_X86_64" : "SCMP_ARCH_AARCH64";
        return builtin()
                .resolve(new SeccompProfile.Target(
                        architecture, seccomp, SeccompProfile.kernelVersion(kernel), Set.of(capabilities)));
    }

    private static List<Object> names(Map<String, Object> profile, String action) {
        List<Object> result = new ArrayList<>();
        for (Object rule : (List<?>) profile.get("syscalls")) {
            Map<?, ?> map = (Map<?, ?>) rule;
            if (action.equals(map.get("action"))) {
                result.addAll((List<?>) map.get("names"));
            }
        }
        return result;
    }

    @Test
    void opensCallsWithTheCapabilityThatTheyNeed() throws IOException {
        assertFalse(names(resolved("amd64", "6.1.0"), "SCMP_ACT_ALLOW").contains("mount"));
        assertTrue(names(resolved("amd64", "6.1.0", "CAP_SYS_ADMIN"), "SCMP_ACT_ALLOW")
                .contains("mount"));
    }

    @Test
    void saysThatCloneThreeIsMissingUnlessTheContainerMayMakeNamespaces() throws IOException {
        assertEquals(List.of("clone3"), names(resolved("amd64", "6.1.0"), "SCMP_ACT_ERRNO"));
        assertEquals(List.of(), names(resolved("amd64", "6.1.0", "CAP_SYS_ADMIN"), "SCMP_ACT_ERRNO"));
    }

    @Test
    void dependsOnArchitectureAndKernel() throws IOException {
        assertEquals(
                List.of("SCMP_ARCH_X86_64", "SCMP_ARCH_X86", "SCMP_ARCH_X32"),
                resolved("amd64", "6.1.0").get("architectures"));
        assertTrue(names(resolved("amd64", "6.1.0"), "SCMP_ACT_ALLOW").contains("arch_prctl"));
        assertFalse(names(resolved("arm64", "6.1.0"), "SCMP_ACT_ALLOW").contains("arch_prctl"));
        assertTrue(names(resolved("amd64", "4.8.0"), "SCMP_ACT_ALLOW").contains("ptrace"));
        assertFalse(names(resolved("amd64", "4.4.0"), "SCMP_ACT_ALLOW").contains("ptrace"));
    }

    @Test
    void keepsTheArchitecturesOfAProfileThatNamesThem() {
        String text = "{\"defaultAction\":\"SCMP_ACT_ALLOW\",\"architectures\":[\"SCMP_ARCH_X86\"],"
                + "\"syscalls\":[{\"name\":\"chmod\",\"action\":\"SCMP_ACT_ERRNO\"}]}";
        Map<String, Object> profile = SeccompProfile.parse(
                        new JacksonCodec(), text.getBytes(java.nio.charset.StandardCharsets.UTF_8))
                .resolve(new SeccompProfile.Target("amd64", "SCMP_ARCH_X86_64", new int[] {6, 1}, Set.of()));
        assertEquals(List.of("SCMP_ARCH_X86"), profile.get("architectures"));
        assertEquals(List.of("chmod"), names(profile, "SCMP_ACT_ERRNO"));
    }
}
