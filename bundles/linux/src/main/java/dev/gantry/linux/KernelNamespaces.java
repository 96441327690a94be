package dev.gantry.linux;

import dev.gantry.api.linux.MountSpec;
import dev.gantry.api.linux.Namespaces;
import dev.gantry.api.linux.Netlink;
import dev.gantry.api.linux.NetlinkSocket;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/// [Namespaces] and [Netlink]: both are a matter of the thread that makes the first call.
@Component
public final class KernelNamespaces implements Namespaces, Netlink {
    private static final long CLONE_FS = 0x200;
    private static final long CLONE_NEWNET = 0x40000000;
    private static final Path OWN = Path.of("/proc/thread-self/ns/net");
    private static final int LOOPBACK = 1;

    private final SystemCalls kernel;
    private final KernelMounts mounts;

    /// @param kernel makes the calls
    @Activate
    public KernelNamespaces(@Reference SystemCalls kernel) {
        this.kernel = kernel;
        this.mounts = new KernelMounts(kernel);
    }

    @Override
    public NetlinkSocket createNetwork(Path path, Map<String, String> sysctls) throws IOException {
        deleteNetwork(path);
        Files.createFile(path);
        try {
            return OwnThread.run("new-netns", () -> {
                kernel.call(SystemCall.UNSHARE, "unshare", CLONE_NEWNET);
                mounts.mount(new MountSpec("none", OWN.toString(), List.of("bind")), path);
                RouteSocket inside = new RouteSocket(kernel);
                try {
                    // First the switches, then the loopback device: it takes its addresses when it goes up.
                    for (Map.Entry<String, String> sysctl : sysctls.entrySet()) {
                        Files.writeString(sysctlFile(sysctl.getKey()), sysctl.getValue());
                    }
                    inside.setUp(LOOPBACK, true);
                    return inside;
                } catch (IOException | RuntimeException e) {
                    inside.close();
                    throw e;
                }
            });
        } catch (IOException | RuntimeException e) {
            deleteNetwork(path);
            throw e;
        }
    }

    static Path sysctlFile(String name) throws IOException {
        Path root = Path.of("/proc/sys/net");
        Path file = Path.of("/proc/sys").resolve(name.replace('.', '/')).normalize();
        if (!file.startsWith(root)) {
            throw new NoSuchFileException(name, null, "not a sysctl of the network");
        }
        return file;
    }

    @Override
    public void deleteNetwork(Path path) throws IOException {
        mounts.unmountAll(path);
        Files.deleteIfExists(path);
    }

    @Override
    public <T> T call(Path path, Callable<T> work) throws IOException {
        return OwnThread.run("in-namespace", () -> {
            try (NamespaceFile namespace = new NamespaceFile(kernel, path)) {
                // A mount namespace can be entered only by a thread with a root directory of its own.
                kernel.call(SystemCall.UNSHARE, "unshare", CLONE_FS);
                namespace.enter();
            }
            return work.call();
        });
    }

    @Override
    public NetlinkSocket open() throws IOException {
        return new RouteSocket(kernel);
    }

    @Override
    public NetlinkSocket open(Path namespace) throws IOException {
        return call(namespace, () -> new RouteSocket(kernel));
    }
}
