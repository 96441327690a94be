package dev.gantry.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ArgumentsTest {
    private final Options options = new Options();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--mtu 1400            | mtu         | 1400",
                "--mtu=1400            | mtu         | 1400",
                "-H unix:///a -Htcp://b | host       | [unix:///a, tcp://b]",
                "-H=unix:///a          | host        | [unix:///a]",
                "-D                    | debug       | true",
                "-Dl warn              | log-level   | warn",
                "--debug=false         | debug       | false",
                "--iptables=0          | iptables    | false",
                "--default-shm-size 64m | default-shm-size | 67108864",
                "--default-shm-size=1.5GiB | default-shm-size | 1610612736",
                "--dns 1.1.1.1 --dns ::1 | dns       | [1.1.1.1, 0:0:0:0:0:0:0:1]",
                "--log-opt a=b --log-opt c=d=e | log-opt | [a=b, c=d=e]",
                "--default-ulimit nofile=10:20 | default-ulimit | [nofile=10:20]",
                "--default-ulimit nofile=10    | default-ulimit | [nofile=10:10]",
                "--default-address-pool base=10.0.0.0/8,size=24 | default-address-pool | [base=10.0.0.0/8,size=24]",
                "--feature buildkit    | feature     | [buildkit=true]",
                "--shutdown-timeout -1 | shutdown-timeout | -1",
                "-p /run/x.pid         | pidfile     | /run/x.pid",
            })
    void readsAFlag(String line, String flag, String expected) throws UsageException {
        Arguments parsed = Arguments.parse(options, List.of(line.strip().split(" ")));
        assertEquals(expected, String.valueOf(parsed.value(options.flag(flag))));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--foo          | unknown flag: --foo",
                "--foo=1        | unknown flag: --foo",
                "-Z             | unknown shorthand flag: 'Z' in -Z",
                "-DZ            | unknown shorthand flag: 'Z' in -DZ",
                "-H             | flag needs an argument: 'H' in -H",
                "--host         | flag needs an argument: --host",
                "run            | \"gantryd\" accepts no arguments",
                "--mtu x        | invalid argument \"x\" for \"--mtu\" flag: strconv.ParseInt: parsing \"x\": invalid syntax",
                "--mtu 99999999999999999999 | invalid argument \"99999999999999999999\" for \"--mtu\" flag: strconv.ParseInt: parsing \"99999999999999999999\": value out of range",
                "--iptables=maybe | invalid argument \"maybe\" for \"--iptables\" flag: strconv.ParseBool: parsing \"maybe\": invalid syntax",
                "--dns x        | invalid argument \"x\" for \"--dns\" flag: failed to parse IP: \"x\"",
                "--default-ulimit x=1 | invalid argument \"x=1\" for \"--default-ulimit\" flag: invalid ulimit type: x",
            })
    void refusesNonsense(String line, String message) {
        UsageException e = assertThrows(
                UsageException.class,
                () -> Arguments.parse(options, List.of(line.strip().split(" "))));
        assertEquals(message, e.getMessage());
    }

    @Test
    void everyFlagOfDockerIsKnown() {
        String known = """
                add-runtime allow-direct-routing allow-nondistributable-artifacts api-cors-header authorization-plugin bip bip6 bridge
                cdi-spec-dir cgroup-parent config-file containerd containerd-namespace containerd-plugins-namespace cpu-rt-period
                cpu-rt-runtime cri-containerd data-root debug default-address-pool default-cgroupns-mode default-gateway
                default-gateway-v6 default-ipc-mode default-network-opt default-runtime default-shm-size default-ulimit dns dns-opt
                dns-search exec-opt exec-root experimental feature fixed-cidr fixed-cidr-v6 group help host host-gateway-ip http-proxy
                https-proxy icc init init-path insecure-registry ip ip-forward ip-forward-no-drop ip-masq ip6tables iptables ipv6
                label live-restore log-driver log-format log-level log-opt max-concurrent-downloads max-concurrent-uploads
                max-download-attempts metrics-addr mtu network-control-plane-mtu network-diagnostic-port no-new-privileges no-proxy
                node-generic-resource pidfile raw-logs registry-mirror restart rootless seccomp-profile selinux-enabled
                shutdown-timeout storage-driver storage-opt swarm-default-advertise-addr tls tlscacert tlscert tlskey tlsverify
                userland-proxy userland-proxy-path userns-remap validate version""";
        for (String flag : known.split("\\s+")) {
            assertTrue(options.flag(flag) != null, flag);
            boolean hidden = Set.of("network-diagnostic-port", "restart").contains(flag);
            assertEquals(!hidden, Help.text(options).contains("--" + flag), flag);
        }
        List<String> own = List.of("api-cors-origin");
        assertEquals(known.split("\\s+").length + own.size(), options.all().size());
    }
}
