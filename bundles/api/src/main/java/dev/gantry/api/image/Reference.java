package dev.gantry.api.image;

import dev.gantry.api.error.EngineException;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The name of an image in full: `docker.io/library/busybox:1.36@sha256:…`. What people write is completed the way Docker does:
/// no host means Docker Hub, one word means its `library`.
///
/// @param domain host of the registry, with its port when there is one; `docker.io` for Docker Hub
/// @param path the repository in it, such as `library/busybox`
/// @param tag null when there is none
/// @param digest null when there is none
public record Reference(
        String domain,
        String path,
        @Nullable String tag,
        @Nullable String digest) {
    /// Docker Hub, as names have it.
    public static final String HUB = "docker.io";

    private static final String COMPONENT = "[a-z0-9]+(?:(?:\\.|_|__|-+)[a-z0-9]+)*";
    private static final String LABEL = "(?:[a-zA-Z0-9]|[a-zA-Z0-9][a-zA-Z0-9-]*[a-zA-Z0-9])";
    private static final Pattern PATH = Pattern.compile(COMPONENT + "(?:/" + COMPONENT + ")*");
    private static final Pattern DOMAIN =
            Pattern.compile("(?:" + LABEL + "(?:\\." + LABEL + ")*|\\[[a-fA-F0-9:]+])(?::[0-9]+)?");
    private static final Pattern TAG = Pattern.compile("\\w[\\w.-]{0,127}");
    private static final Pattern DIGEST =
            Pattern.compile("[A-Za-z][A-Za-z0-9]*(?:[-_+.][A-Za-z][A-Za-z0-9]*)*:[0-9a-fA-F]{32,}");
    private static final Pattern SHA256 = Pattern.compile("sha256:[0-9a-f]{64}");
    private static final Pattern IDENTIFIER = Pattern.compile("[a-f0-9]{64}");
    private static final int LONGEST_NAME = 255;

    /// Refuses nulls; the parts are taken as they are. Use [#parse] for what comes from outside.
    public Reference {
        Objects.requireNonNull(domain, "domain");
        Objects.requireNonNull(path, "path");
    }

    /// Reads what a person or a client wrote.
    ///
    /// @throws EngineException INVALID_PARAMETER in Docker's words
    public static Reference parse(String text) {
        if (IDENTIFIER.matcher(text).matches()) {
            throw EngineException.invalidParameter(
                    "invalid repository name (" + text + "), cannot specify 64-byte hexadecimal strings");
        }
        String rest = text;
        String digest = null;
        int at = rest.indexOf('@');
        if (at >= 0) {
            digest = checkedDigest(rest.substring(at + 1));
            rest = rest.substring(0, at);
        }
        String tag = null;
        int colon = rest.lastIndexOf(':');
        if (colon > rest.lastIndexOf('/')) {
            tag = rest.substring(colon + 1);
            rest = rest.substring(0, colon);
            require(TAG.matcher(tag).matches());
        }
        return ofName(rest).with(tag, digest);
    }

    private static String checkedDigest(String digest) {
        require(DIGEST.matcher(digest).matches());
        if (digest.startsWith("sha256:") && !SHA256.matcher(digest).matches()) {
            throw EngineException.invalidParameter("invalid checksum digest length");
        }
        return digest;
    }

    private static Reference ofName(String name) {
        int slash = name.indexOf('/');
        String first = slash < 0 ? "" : name.substring(0, slash);
        boolean hasDomain = slash >= 0 && isDomain(first);
        String domain = hasDomain ? first : HUB;
        String path = hasDomain ? name.substring(slash + 1) : name;
        if (domain.equals("index.docker.io")) {
            domain = HUB;
        }
        if (domain.equals(HUB) && path.indexOf('/') < 0) {
            path = "library/" + path;
        }
        if (!path.equals(path.toLowerCase(Locale.ROOT))) {
            throw EngineException.invalidParameter(
                    "invalid reference format: repository name (" + path + ") must be lowercase");
        }
        require(DOMAIN.matcher(domain).matches() && PATH.matcher(path).matches());
        if (path.length() > LONGEST_NAME) {
            throw EngineException.invalidParameter("repository name must not be more than 255 characters");
        }
        return new Reference(domain, path, null, null);
    }

    private static boolean isDomain(String first) {
        return first.indexOf('.') >= 0
                || first.indexOf(':') >= 0
                || first.equals("localhost")
                || !first.equals(first.toLowerCase(Locale.ROOT));
    }

    private static void require(boolean wellFormed) {
        if (!wellFormed) {
            throw EngineException.invalidParameter("invalid reference format");
        }
    }

    /// A tag as clients give it beside a name.
    ///
    /// @throws EngineException INVALID_PARAMETER `invalid tag format`
    public Reference withTag(String newTag) {
        if (!TAG.matcher(newTag).matches()) {
            throw EngineException.invalidParameter("invalid tag format");
        }
        return new Reference(domain, path, newTag, digest);
    }

    /// This repository at a digest, without a tag.
    public Reference atDigest(String newDigest) {
        return new Reference(domain, path, null, checkedDigest(newDigest));
    }

    /// The repository: no tag, no digest.
    public Reference repository() {
        return tag == null && digest == null ? this : new Reference(domain, path, null, null);
    }

    /// With the tag `latest` when there is neither tag nor digest.
    public Reference orLatest() {
        return tag == null && digest == null ? new Reference(domain, path, "latest", null) : this;
    }

    private Reference with(@Nullable String newTag, @Nullable String newDigest) {
        return new Reference(domain, path, newTag, newDigest);
    }

    /// Domain and path: `docker.io/library/busybox`.
    public String name() {
        return domain + "/" + path;
    }

    /// The name as people write it: `busybox`.
    public String familiarName() {
        if (!domain.equals(HUB)) {
            return name();
        }
        boolean official = path.startsWith("library/") && path.indexOf('/', 8) < 0;
        return official ? path.substring(8) : path;
    }

    /// All of it as people write it: `busybox:1.36`.
    public String familiar() {
        return familiarName() + suffix();
    }

    private String suffix() {
        return (tag == null ? "" : ":" + tag) + (digest == null ? "" : "@" + digest);
    }

    /// All of it in full, as image records are named.
    @Override
    public String toString() {
        return name() + suffix();
    }
}
