#!/usr/bin/env bash
# Sets up what the tests need and runs all of them, those that need root, containerd and a registry too.
# Arguments go to Maven: launcher/test.sh -pl bundles/itests -Dtest=RunE2eTest
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
. "$root/launcher/setup.sh"
[ "$(id -u)" = 0 ] || die "the tests start containers: run this as root"

export PATH=$root/launcher/target/tools:$PATH
ensure_runtime
ensure_build_tools
ensure busybox busybox-static
ensure ip iproute2
ensure nft nftables
ensure iptables iptables
ensure curl curl
ensure socat socat
ensure unshare util-linux
ensure script bsdutils
ensure openssl openssl
ensure ps procps
command -v docker-init >/dev/null || ensure tini-static tini
command -v docker-registry >/dev/null || take docker-registry /usr/bin/docker-registry
if ! command -v docker >/dev/null; then
    apt_update
    if apt-cache show docker-cli >/dev/null 2>&1; then take docker-cli /usr/bin/docker; else take docker.io /usr/bin/docker; fi
fi

say "building and testing"
cd "$root"
exec mvn -B -ntp -Pmachine --fail-at-end verify "$@"
