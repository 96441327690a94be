# Sourced by run.sh and test.sh: finds or installs what they need. Expects $root, the project's directory.

say() { printf '==> %s\n' "$*" >&2; }

die() {
    printf 'gantry: %s\n' "$*" >&2
    exit 1
}

# What JAVA_TOOL_OPTIONS makes it say first does not matter.
is_jdk_25() {
    [ -x "$1/bin/java" ] || return 1
    case $("$1/bin/java" -version 2>&1) in
    *' version "25'*) ;;
    *) return 1 ;;
    esac
}

# Prints the home of a JDK 25 that has the tool $1 (java, javac).
find_jdk() {
    local candidate from_path
    from_path=$(command -v java || true)
    [ -z "$from_path" ] || from_path=$(dirname "$(dirname "$(readlink -f "$from_path")")")
    for candidate in "${JAVA_HOME:-}" /usr/lib/jvm/* "$from_path"; do
        if [ -n "$candidate" ] && [ -x "$candidate/bin/$1" ] && is_jdk_25 "$candidate"; then
            echo "$candidate"
            return 0
        fi
    done
    return 1
}

apt_updated=
apt_update() {
    if [ -z "$apt_updated" ]; then
        say "reading the package lists"
        apt-get update -qq >&2 || die "apt-get update failed; is the network there?"
        apt_updated=1
    fi
}

# Installs packages; never at the price of another one's removal, and without starting what they bring.
apt_install() {
    [ "$(id -u)" = 0 ] || die "not root: install $* yourself, or run this as root"
    command -v apt-get >/dev/null || die "this is not Debian: install $* yourself"
    apt_update
    say "installing $*"
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends --no-remove "$@" >&2 ||
        die "could not install $*"
}

# ensure COMMAND PACKAGE: installs PACKAGE when there is no such command.
ensure() { command -v "$1" >/dev/null || apt_install "$2"; }

# The whole list is read: ldconfig fails when nobody listens any longer, and with it the pipe.
ensure_library() { ldconfig -p | grep "$1" >/dev/null || apt_install "$2"; }

# Sets JAVA_HOME to a JDK 25 with a compiler.
ensure_jdk() {
    local name
    if ! JAVA_HOME=$(find_jdk javac); then
        [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null && apt_update
        for name in openjdk-25-jdk-headless temurin-25-jdk; do
            if apt-cache show "$name" >/dev/null 2>&1; then
                apt_install "$name"
                break
            fi
        done
        JAVA_HOME=$(find_jdk javac) || die "no JDK 25 in JAVA_HOME, /usr/lib/jvm or PATH, and apt knows neither" \
            "openjdk-25-jdk-headless nor temurin-25-jdk. Unpack one under /usr/lib/jvm or set JAVA_HOME."
    fi
    export JAVA_HOME
}

# What every container needs, here and at run time.
ensure_runtime() {
    ensure containerd containerd
    ensure runc runc
    ensure_library libnftables.so.1 libnftables1
    # Archives of images and files come compressed by any of them.
    ensure xz xz-utils
    ensure zstd zstd
    ensure bzip2 bzip2
    # For --init.
    command -v docker-init >/dev/null || ensure tini-static tini
    [ -e /etc/ssl/certs/ca-certificates.crt ] || apt_install ca-certificates
}

ensure_build_tools() {
    ensure_jdk
    ensure mvn maven
}

# Takes one program out of a package without installing it: so no daemon of that package is started or replaced.
# take PACKAGE FILE: leaves the program in launcher/target/tools, which is in PATH.
take() {
    local tools=$root/launcher/target/tools work
    [ -x "$tools/$(basename "$2")" ] && return 0
    apt_update
    say "taking $(basename "$2") out of the package $1"
    work=$(mktemp -d)
    mkdir -p "$tools"
    (cd "$work" && apt-get download -qq "$1" >&2 && dpkg-deb -x ./*.deb .) || die "could not fetch $1"
    cp "$work$2" "$tools/"
    rm -rf "$work"
}
