package dev.gantry.spec.cdi;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A file of devices.
///
/// @param kind `vendor/class`
/// @param edits what each of its devices brings
/// @param devices what one brings besides, by its name
record SpecFile(String kind, Edits edits, Map<String, Edits> devices) {
    private static final Pattern KIND =
            Pattern.compile("[A-Za-z]([A-Za-z0-9_.-]*[A-Za-z0-9])?/" + "[A-Za-z]([A-Za-z0-9_.-]*[A-Za-z0-9])?");
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9]([A-Za-z0-9_.:-]*[A-Za-z0-9])?");

    /// @param content as a JSON or YAML parser has it
    /// @throws IllegalArgumentException with field and reason
    static SpecFile of(@Nullable Object content) {
        Fields fields = new Fields("spec", content);
        Requirement requirement = new Requirement();
        EditsReader reader = new EditsReader(requirement);
        String version = fields.text("cdiVersion");
        String kind = fields.text("kind");
        if (!KIND.matcher(kind).matches()) {
            throw fields.bad("kind", "invalid kind \"" + kind + "\"");
        }
        requirement.atLeast(6, kind.indexOf('.', kind.indexOf('/')) > 0);
        requirement.atLeast(6, !fields.map("annotations").isEmpty());
        Edits edits = reader.read(fields.object("containerEdits"));
        Map<String, Edits> devices = new LinkedHashMap<>();
        for (Fields device : fields.objects("devices")) {
            String name = device.text("name");
            if (!NAME.matcher(name).matches()) {
                throw device.bad("name", "invalid device name \"" + name + "\"");
            }
            requirement.atLeast(5, Character.isDigit(name.charAt(0)));
            requirement.atLeast(6, !device.map("annotations").isEmpty());
            Edits own = reader.read(device.object("containerEdits"));
            device.end();
            if (own.isEmpty()) {
                throw device.bad("containerEdits", "empty device edits");
            }
            if (devices.put(name, own) != null) {
                throw device.bad("name", "multiple devices of the name \"" + name + "\"");
            }
        }
        fields.end();
        if (devices.isEmpty()) {
            throw fields.bad("devices", "no devices");
        }
        requirement.check(version);
        return new SpecFile(kind, edits, devices);
    }
}
