package dev.gantry.daemon;

import dev.gantry.api.linux.AtomicFiles;
import dev.gantry.api.linux.FileNodes;
import dev.gantry.api.linux.FileStatus;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// The kernel's files as java.nio has them; owners and modes are only noted.
final class FakeFiles {
    private final List<String> calls;
    private int umask = 0077;

    FakeFiles(List<String> calls) {
        this.calls = calls;
    }

    AtomicFiles atomic() {
        return (AtomicFiles) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {AtomicFiles.class}, (_, method, args) -> {
                    Path path = (Path) args[0];
                    switch (method.getName()) {
                        case "directories" -> {
                            if (!Files.exists(path)) {
                                Files.createDirectories(path);
                                note("directory", path, args[1]);
                            }
                        }
                        case "delete" -> Files.deleteIfExists(path);
                        default -> {
                            Files.write(path, (byte[]) args[1]);
                            note("write", path, args[2]);
                        }
                    }
                    return null;
                });
    }

    FileNodes nodes() {
        return (FileNodes) Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {FileNodes.class},
                (_, method, args) -> switch (method.getName()) {
                    case "setUmask" -> {
                        calls.add("umask " + args[0]);
                        int before = umask;
                        umask = (Integer) args[0];
                        yield before;
                    }
                    case "setMode" -> {
                        note("mode", (Path) args[0], args[1]);
                        yield null;
                    }
                    case "setOwner" -> {
                        note("owner", (Path) args[0], args[1] + ":" + args[2]);
                        yield null;
                    }
                    case "status" -> status((Path) args[0]);
                    default -> throw new UnsupportedOperationException(method.getName());
                });
    }

    private void note(String what, Path path, Object mode) {
        calls.add(what + " " + path.getFileName() + " " + mode);
    }

    private static FileStatus status(Path path) throws Exception {
        int uid = (Integer) Files.getAttribute(path, "unix:uid");
        return new FileStatus(0, 0, 0100600, 1, uid, 0, 0, 0, 0, 0, 0, 0, 0);
    }
}
