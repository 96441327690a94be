package dev.gantry.testkit.framework;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.util.Enumeration;
import java.util.StringJoiner;
import java.util.jar.Attributes;
import java.util.jar.Manifest;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The packages of `dev.gantry.api` as its bundle exports them, found on the class path.
public final class ApiPackages {
    private static final String API = "dev.gantry.api";
    private static final Pattern EXPORT =
            Pattern.compile("(dev\\.gantry\\.api(?:\\.\\w+)+)(?:;uses:=\"[^\"]*\")?;version=\"([^\"]+)\"");

    private ApiPackages() {}

    /// All of them with their versions, as the framework's property `org.osgi.framework.system.packages.extra` takes them: then the test and
    /// the bundles inside have the same classes.
    ///
    /// @throws IllegalStateException when the api is not on the class path
    public static String shared() {
        try {
            Enumeration<URL> manifests = ApiPackages.class.getClassLoader().getResources("META-INF/MANIFEST.MF");
            while (manifests.hasMoreElements()) {
                Attributes attributes = read(manifests.nextElement());
                String name = String.valueOf(attributes.getValue("Bundle-SymbolicName"));
                if (name.split(";", 2)[0].strip().equals(API)) {
                    return exports(attributes.getValue("Export-Package"));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        throw new IllegalStateException(API + " is not on the class path");
    }

    private static Attributes read(URL manifest) throws IOException {
        try (InputStream stream = manifest.openStream()) {
            return new Manifest(stream).getMainAttributes();
        }
    }

    private static String exports(String header) {
        StringJoiner packages = new StringJoiner(",");
        Matcher export = EXPORT.matcher(header);
        while (export.find()) {
            packages.add(export.group(1) + ";version=" + export.group(2));
        }
        return packages.toString();
    }
}
