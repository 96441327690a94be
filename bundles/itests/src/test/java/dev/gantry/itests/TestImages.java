package dev.gantry.itests;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// A root file system of one static busybox, as a tar archive that `docker import` takes.
final class TestImages {
    private TestImages() {}

    /// Writes the archive to `file`.
    static void writeBusybox(Path file) throws IOException {
        Path script = Files.createTempFile("busybox", ".sh");
        Files.writeString(script, """
                set -eu
                root=$(mktemp -d); trap 'rm -rf "$root"' EXIT
                cd "$root"
                mkdir -p bin etc tmp proc sys dev root var/tmp home
                chmod 1777 tmp var/tmp
                cp "$(command -v busybox)" bin/busybox
                for applet in $(busybox --list); do [ "$applet" = busybox ] || ln -s busybox "bin/$applet"; done
                printf 'root:x:0:0:root:/root:/bin/sh\\ndaemon:x:1:1::/:/bin/false\\nnobody:x:65534:65534::/home:/bin/false\\n' >etc/passwd
                printf 'root:x:0:\\ndaemon:x:1:\\nstaff:x:50:daemon\\nnogroup:x:65534:\\n' >etc/group
                printf 'text\\n' >etc/plain; chmod 644 etc/plain
                tar --sort=name --mtime=@0 --numeric-owner --owner=0 --group=0 -cf "$1" .
                """);
        Command.run("sh", script.toString(), file.toString()).ok();
        Files.delete(script);
    }

    /// Gives the daemon the image `busybox:latest`.
    static void importBusybox(TestDaemon daemon) throws IOException {
        Path archive = daemon.root().resolve("busybox.tar");
        writeBusybox(archive);
        daemon.docker("import", "-c", "CMD [\"sh\"]", archive.toString(), "busybox:latest")
                .ok();
    }
}
