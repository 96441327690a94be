package dev.gantry.network.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.api.error.EngineException;
import dev.gantry.api.network.NameRequest;
import dev.gantry.json.JacksonCodec;
import dev.gantry.linux.DiskAtomicFiles;
import dev.gantry.network.core.CoreSettings.DaemonNames;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NameFilesTest {
    private static final DaemonNames SILENT = new DaemonNames(List.of(), List.of(), List.of());

    @TempDir
    Path directory;

    private String resolvConf(String hostFile, List<String> dns, List<String> search, DaemonNames daemon)
            throws IOException {
        Files.writeString(directory.resolve("resolv.conf"), hostFile);
        Path file = directory.resolve("container.conf");
        NameRequest names =
                new NameRequest("web", "", dns, search, List.of(), List.of(), directory.resolve("hosts"), file);
        StateFiles files = new StateFiles(new DiskAtomicFiles(), new JacksonCodec());
        new NameFiles(files, () -> daemon, directory, directory.resolve("systemd"))
                .writeResolvConf(names, false, false);
        return Files.readString(file);
    }

    private static List<String> lines(String content) {
        return content.lines().filter(l -> !l.isBlank() && !l.startsWith("#")).toList();
    }

    @Test
    void dropsServersThatAContainerCannotReach() throws Exception {
        String content = resolvConf(
                "nameserver 127.0.0.1\nnameserver ::1\nnameserver fe80::1%eth0\nnameserver 10.1.1.1\nsearch a b\n",
                List.of(), List.of(), SILENT);
        assertEquals(List.of("nameserver 10.1.1.1", "search a b"), lines(content));
        assertEquals(
                List.of("nameserver 8.8.8.8", "nameserver 8.8.4.4"),
                lines(resolvConf("nameserver 127.0.0.1\n", List.of(), List.of(), SILENT)));
    }

    @Test
    void readsSystemdsServersBehindItsStub() throws Exception {
        Files.createDirectories(directory.resolve("systemd"));
        Files.writeString(directory.resolve("systemd/resolv.conf"), "nameserver 10.2.2.2\noptions edns0\n");
        assertEquals(
                List.of("nameserver 10.2.2.2", "options edns0"),
                lines(resolvConf("nameserver 127.0.0.53\n", List.of(), List.of(), SILENT)));
    }

    @Test
    void whatTheContainerSaysComesBeforeWhatTheDaemonSays() throws Exception {
        DaemonNames daemon = new DaemonNames(List.of("9.9.9.9"), List.of("corp"), List.of("ndots:2"));
        assertEquals(
                List.of("nameserver 127.0.0.2", "search corp", "options ndots:2"),
                lines(resolvConf("nameserver 10.1.1.1\nsearch host\n", List.of("127.0.0.2"), List.of(), daemon)));
        String none = resolvConf("nameserver 10.1.1.1\nsearch host\n", List.of(), List.of("."), SILENT);
        assertEquals(List.of("nameserver 10.1.1.1"), lines(none));
        assertTrue(none.endsWith("# Overrides: [search]\n"), none);
    }

    @Test
    void leavesAFileAloneThatAUserChanged() throws Exception {
        resolvConf("nameserver 10.1.1.1\n", List.of(), List.of(), SILENT);
        assertTrue(resolvConf("nameserver 10.1.1.2\n", List.of(), List.of(), SILENT)
                .contains("10.1.1.2"));
        Files.writeString(directory.resolve("container.conf"), "nameserver 1.2.3.4\n");
        assertEquals("nameserver 1.2.3.4\n", resolvConf("nameserver 10.1.1.3\n", List.of(), List.of(), SILENT));
    }

    @Test
    void anotherAddressIsForTheLineThatHasTheNames() {
        List<String> lines =
                List.of("10.0.0.9\tstore", "10.0.0.9\tstore dbhost db", "10.0.0.9\tstore dbhost2", "::5\tstore dbhost");
        assertEquals(
                List.of("10.0.0.9\tstore", "10.0.0.7\tstore dbhost db", "10.0.0.9\tstore dbhost2", "::5\tstore dbhost"),
                HostsFile.readdressed(lines, "store dbhost", InetAddress.ofLiteral("10.0.0.7")));
    }

    @Test
    void hostsHoldsExtraHostsAndTheContainersOwnName() {
        List<InetAddress> gateway = List.of(InetAddress.ofLiteral("172.17.0.1"));
        List<String> extra =
                HostsFile.lines(List.of("db:10.0.0.9", "six:[::5]", "host.docker.internal:host-gateway"), gateway);
        String content = HostsFile.content(
                HostsFile.local(false), extra, List.of(InetAddress.ofLiteral("172.17.0.2")), "web", "example.org");
        assertEquals("""
                127.0.0.1\tlocalhost
                10.0.0.9\tdb
                ::5\tsix
                172.17.0.1\thost.docker.internal
                172.17.0.2\tweb.example.org web
                """, content);
        assertTrue(HostsFile.local(true).contains("::1\tlocalhost ip6-localhost ip6-loopback\n"));
        assertFalse(HostsFile.content("x", List.of(), List.of(), "web", "").contains("web"));
        assertThrows(EngineException.class, () -> HostsFile.lines(List.of("db"), gateway));
        assertThrows(EngineException.class, () -> HostsFile.lines(List.of("db:nowhere"), gateway));
        assertThrows(EngineException.class, () -> HostsFile.lines(List.of("h:host-gateway"), List.of()));
    }
}
