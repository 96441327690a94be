# Sourced: sets $java to the distribution's own runtime, else to a JDK 25 of the machine, and what java is started with.
# What JAVA_TOOL_OPTIONS makes it say first does not matter.
is_25() {
    case $("$1" -version 2>&1) in
    *' version "25'*) ;;
    *) return 1 ;;
    esac
}
java=
if [ -x "$GANTRY_HOME/runtime/bin/java" ]; then
    java=$GANTRY_HOME/runtime/bin/java
else
    for candidate in "${JAVA_HOME:-/nonexistent}/bin/java" /usr/lib/jvm/*/bin/java "$(command -v java || true)"; do
        if [ -x "$candidate" ] && is_25 "$candidate"; then
            java=$candidate
            break
        fi
    done
fi
if [ -z "$java" ]; then
    echo "gantry: no JDK 25 in JAVA_HOME, /usr/lib/jvm or PATH, and this distribution has no runtime of its own" >&2
    exit 1
fi

# Small and quick to start: one collector thread, the first compiler only, a bounded young generation; the class archive where it was
# made for, so that its pages stay those of the file (12 MiB less). Freed native memory goes back to the system (6 MiB of the start's
# compilations), containerd's connection shares the API server's buffers instead of keeping 8 MiB of its own, and Netty brings no
# flight recorder events, which load the recorder at each start. What the virtual machine itself says belongs to the log, so it goes
# where that goes. The last one lets https requests through a proxy that wants a password.
flags="-XX:+UnlockDiagnosticVMOptions -XX:ArchiveRelocationMode=0 -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Xms24m -Xmn8m -Xmx256m \
-XX:TrimNativeHeapInterval=5000 -XX:+ExitOnOutOfMemoryError -XX:+DisplayVMOutputToStderr \
--enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow \
-Dio.grpc.netty.useCustomAllocator=false -Dio.netty.jfr.enabled=false -Djdk.http.auth.tunneling.disabledSchemes="
launcher=$(echo "$GANTRY_HOME"/lib/dev.gantry.launcher-*.jar)
class_path=$(echo "$GANTRY_HOME"/lib/org.apache.felix.framework-*.jar):$launcher
archive=$GANTRY_HOME/lib/gantry.jsa
