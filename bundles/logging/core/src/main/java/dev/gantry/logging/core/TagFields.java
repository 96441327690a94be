package dev.gantry.logging.core;

import dev.gantry.api.error.EngineException;
import dev.gantry.api.logging.LoggedContainer;
import java.util.Map;

/// What `.Name` and its like stand for in a tag.
record TagFields(LoggedContainer container, Map<String, String> options) {
    private static final int SHORT = 12;

    /// The value of a chain of fields, such as `.ContainerLabels.app`.
    ///
    /// @throws EngineException INVALID_PARAMETER when there is none
    Object value(String chain) {
        String[] names = chain.substring(1).split("\\.");
        Object value = first(names[0]);
        for (int i = 1; i < names.length; i++) {
            if (!(value instanceof Map<?, ?> map)) {
                throw unknown(chain);
            }
            Object member = map.get(names[i]);
            value = member == null ? "<no value>" : member;
        }
        return value;
    }

    private Object first(String name) {
        return switch (name) {
            case "ID" -> shortened(container.id());
            case "FullID", "ContainerID" -> container.id();
            case "Name" -> container.name();
            case "ContainerName" -> "/" + container.name();
            case "ImageID" -> shortened(container.imageId());
            case "ImageFullID", "ContainerImageID" -> container.imageId();
            case "ImageName", "ContainerImageName" -> container.imageName();
            case "Hostname" -> container.hostname();
            case "Command" -> command();
            case "ContainerEntrypoint" -> container.entrypoint();
            case "ContainerArgs" -> container.arguments();
            case "ContainerCreated" -> container.created().toString();
            case "ContainerEnv" -> container.environment();
            case "ContainerLabels" -> container.labels();
            case "Config" -> options;
            case "DaemonName" -> "docker";
            case "LogPath" -> "";
            default -> throw unknown("." + name);
        };
    }

    private String command() {
        return (container.entrypoint() + " " + String.join(" ", container.arguments())).trim();
    }

    private static String shortened(String id) {
        String digits = id.substring(id.indexOf(':') + 1);
        return digits.substring(0, Math.min(SHORT, digits.length()));
    }

    private static EngineException unknown(String chain) {
        return EngineException.invalidParameter("template: log-tag:1: executing \"log-tag\" at <" + chain
                + ">: can't evaluate field " + chain.substring(chain.lastIndexOf('.') + 1) + " in type *logger.Info");
    }
}
