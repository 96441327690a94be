package dev.gantry.spec;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.gantry.api.linux.CgroupHierarchy;
import dev.gantry.api.types.HostConfig;
import dev.gantry.api.types.HostConfigBuilder;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Where containers stand in the control groups, by `exec-opts` and `cgroup-parent`.
class ControlGroupsTest {
    private static ControlGroups groups(boolean systemd, String parent) {
        SpecSettings settings = new SpecSettings(
                systemd,
                parent,
                new RealtimeShare(0, 0),
                "runc",
                "/run/runc",
                false,
                "",
                "builtin",
                false,
                "private",
                "",
                1,
                List.of(),
                List.of());
        return new ControlGroups(new CgroupHierarchy(2, Set.of(), Map.of()), settings);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "native.cgroupdriver=systemd    | false | true",
                "native.cgroupdriver=cgroupfs   | true  | false",
                "Native.CgroupDriver = systemd  | false | true",
                "native.other=systemd           | false | false",
                "native.other=systemd           | true  | true",
            })
    void theOptionDecidesAndElseTheMachine(String option, boolean machine, boolean systemd) {
        assertEquals(systemd, SpecSettings.systemd(new String[] {option}, machine));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "false | -       | -       | /docker/id",
                "false | /a/b    | -       | /a/b/id",
                "false | /a/b    | c       | /c/id",
                "true  | -       | -       | system.slice:docker:id",
                "true  | a.slice | -       | a.slice:docker:id",
                "true  | a.slice | b.slice | b.slice:docker:id",
            })
    void theParentIsTheContainersOrTheDaemonsOrTheUsualOne(
            boolean systemd, String daemons, String containers, String path) {
        HostConfig host = HostConfigBuilder.builder()
                .CgroupParent(containers == null ? "" : containers)
                .build();
        assertEquals(path, groups(systemd, daemons == null ? "" : daemons).runtimePath("id", host));
    }
}
