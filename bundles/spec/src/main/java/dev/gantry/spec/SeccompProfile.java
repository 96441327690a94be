package dev.gantry.spec;

import dev.gantry.api.json.JsonCodec;
import dev.gantry.api.json.OmitEmpty;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A seccomp profile in Docker's format: rules that hold for some capabilities, architectures and kernels only.
record SeccompProfile(
        String defaultAction,
        @Nullable Long defaultErrnoRet,
        @Nullable List<String> architectures,
        @Nullable List<ArchMap> archMap,
        @Nullable List<String> flags,
        @Nullable String listenerPath,
        @Nullable String listenerMetadata,
        @Nullable List<Rule> syscalls) {

    record ArchMap(String architecture, @Nullable List<String> subArchitectures) {}

    record Rule(
            @Nullable String name,
            @Nullable List<String> names,
            String action,
            @Nullable Long errnoRet,
            @Nullable List<Arg> args,
            @Nullable Filter includes,
            @Nullable Filter excludes) {}

    record Arg(int index, long value, @OmitEmpty long valueTwo, String op) {}

    record Filter(
            @Nullable List<String> caps,
            @Nullable List<String> arches,
            @Nullable String minKernel) {}

    /// The machine and container that rules are chosen for.
    ///
    /// @param architecture Go's name, such as `amd64`
    /// @param seccompArchitecture libseccomp's name, such as `SCMP_ARCH_X86_64`
    /// @param kernel version and patch level
    record Target(String architecture, String seccompArchitecture, int[] kernel, Set<String> capabilities) {
        boolean hasKernel(String wanted) {
            int[] version = kernelVersion(wanted);
            return kernel[0] != version[0] ? kernel[0] > version[0] : kernel[1] >= version[1];
        }
    }

    /// The first two numbers of a kernel release.
    static int[] kernelVersion(String release) {
        int[] numbers = new int[2];
        String[] parts = release.split("[^0-9]+", 3);
        for (int i = 0; i < 2 && i < parts.length; i++) {
            numbers[i] = parts[i].isEmpty() ? 0 : Integer.parseInt(parts[i]);
        }
        return numbers;
    }

    static SeccompProfile parse(JsonCodec json, byte[] text) {
        return json.read(text, SeccompProfile.class);
    }

    /// The `linux.seccomp` object.
    Map<String, Object> resolve(Target target) {
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("defaultAction", defaultAction);
        if (defaultErrnoRet != null) {
            result.put("defaultErrnoRet", defaultErrnoRet);
        }
        List<String> arches = architectures(target);
        if (!arches.isEmpty()) {
            result.put("architectures", arches);
        }
        if (flags != null && !flags.isEmpty()) {
            result.put("flags", flags);
        }
        if (listenerPath != null && !listenerPath.isEmpty()) {
            result.put("listenerPath", listenerPath);
            result.put("listenerMetadata", listenerMetadata == null ? "" : listenerMetadata);
        }
        List<Map<String, Object>> rules = new ArrayList<>();
        for (Rule rule : Absent.list(syscalls)) {
            if (holds(rule, target)) {
                rules.add(written(rule));
            }
        }
        result.put("syscalls", rules);
        return result;
    }

    private List<String> architectures(Target target) {
        if (architectures != null && !architectures.isEmpty()) {
            return architectures;
        }
        List<String> result = new ArrayList<>();
        for (ArchMap map : Absent.list(archMap)) {
            if (map.architecture().equals(target.seccompArchitecture())) {
                result.add(map.architecture());
                result.addAll(Absent.list(map.subArchitectures()));
            }
        }
        return result;
    }

    private static boolean holds(Rule rule, Target target) {
        Filter excludes = rule.excludes();
        if (excludes != null) {
            boolean arch = Absent.list(excludes.arches()).contains(target.architecture());
            boolean cap = Absent.list(excludes.caps()).stream().anyMatch(target.capabilities()::contains);
            boolean kernel = excludes.minKernel() != null && target.hasKernel(excludes.minKernel());
            if (arch || cap || kernel) {
                return false;
            }
        }
        Filter includes = rule.includes();
        if (includes == null) {
            return true;
        }
        List<String> arches = Absent.list(includes.arches());
        return (arches.isEmpty() || arches.contains(target.architecture()))
                && target.capabilities().containsAll(Absent.list(includes.caps()))
                && (includes.minKernel() == null || target.hasKernel(includes.minKernel()));
    }

    private static Map<String, Object> written(Rule rule) {
        List<String> names = new ArrayList<>(Absent.list(rule.names()));
        if (rule.name() != null && !rule.name().isEmpty()) {
            names.add(rule.name());
        }
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("names", names);
        result.put("action", rule.action());
        if (rule.errnoRet() != null) {
            result.put("errnoRet", rule.errnoRet());
        }
        if (rule.args() != null && !rule.args().isEmpty()) {
            result.put("args", rule.args());
        }
        return result;
    }
}
