package dev.gantry.config;

import dev.gantry.api.config.Effect;
import java.util.Set;

/// When a changed key takes effect.
final class Effects {
    /// What the running process and the containers stand on: places, and the containerd that runs them.
    private static final Set<String> RESTART = Set.of(
            "containerd",
            "containerd-namespace",
            "containerd-plugins-namespace",
            "cri-containerd",
            "data-root",
            "exec-root",
            "pidfile",
            "rootless",
            "storage-driver",
            "storage-opts",
            "userns-remap");

    private static final Set<String> NEW_CONTAINERS = Set.of(
            "cdi-spec-dirs",
            "cgroup-parent",
            "cpu-rt-period",
            "cpu-rt-runtime",
            "default-cgroupns-mode",
            "default-gateway",
            "default-gateway-v6",
            "default-ipc-mode",
            "default-network-opts",
            "default-runtime",
            "default-shm-size",
            "default-ulimits",
            "dns",
            "dns-opts",
            "dns-search",
            "exec-opts",
            "host-gateway-ips",
            "init",
            "init-path",
            "ip",
            "log-driver",
            "log-opts",
            "mtu",
            "no-new-privileges",
            "runtimes",
            "seccomp-profile",
            "selinux-enabled",
            "userland-proxy",
            "userland-proxy-path");

    private Effects() {}

    static Effect of(String key) {
        if (RESTART.contains(key)) {
            return Effect.NEEDS_RESTART;
        }
        return NEW_CONTAINERS.contains(key) ? Effect.NEW_CONTAINERS : Effect.APPLIED;
    }
}
