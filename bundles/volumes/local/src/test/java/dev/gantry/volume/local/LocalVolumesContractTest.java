package dev.gantry.volume.local;

import dev.gantry.api.volume.VolumeDriver;
import dev.gantry.json.JacksonCodec;
import dev.gantry.linux.DiskAtomicFiles;
import dev.gantry.linux.KernelFileNodes;
import dev.gantry.linux.KernelMounts;
import dev.gantry.linux.SystemCalls;
import dev.gantry.testkit.volume.VolumeDriverContract;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class LocalVolumesContractTest extends VolumeDriverContract {
    private final SystemCalls kernel = new SystemCalls();

    @TempDir
    Path root;

    @Override
    protected VolumeDriver newDriver() {
        return new LocalVolumes(
                root, new DiskAtomicFiles(), new KernelFileNodes(kernel), new KernelMounts(kernel), new JacksonCodec());
    }
}
