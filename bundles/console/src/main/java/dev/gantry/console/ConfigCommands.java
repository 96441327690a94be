package dev.gantry.console;

import dev.gantry.api.config.Configured;
import dev.gantry.api.config.ReloadReport;
import dev.gantry.api.config.Setting;
import dev.gantry.api.error.EngineException;
import java.util.List;
import org.apache.felix.service.command.Descriptor;
import org.apache.felix.service.command.Parameter;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/// `gantry:config` and `gantry:reload`.
@Component(
        service = ConfigCommands.class,
        property = {"osgi.command.scope=gantry", "osgi.command.function=config", "osgi.command.function=reload"})
public final class ConfigCommands {
    private final Configured configured;

    /// For the component runtime.
    @Activate
    public ConfigCommands(@Reference Configured configured) {
        this.configured = configured;
    }

    /// Every setting with its value and its origin.
    @Descriptor("the configuration in force, and where each value comes from")
    public void config() {
        config("");
    }

    /// The settings whose keys contain `part`.
    @Descriptor("the settings whose names contain a text")
    public void config(@Descriptor("part of a key") String part) {
        List<List<String>> rows = configured.settings().stream()
                .filter(setting -> setting.key().contains(part))
                .map(ConfigCommands::row)
                .toList();
        System.out.print(Table.of(List.of("KEY", "VALUE", "ORIGIN", "A CHANGE"), rows));
    }

    private static List<String> row(Setting setting) {
        return List.of(
                setting.key(),
                String.valueOf(setting.value()),
                setting.origin().word(),
                setting.effect().words());
    }

    /// Applies the file as it is now, or tells what that would do.
    @Descriptor("apply the configuration file as it is now")
    public void reload(
            @Descriptor("only tell what it would do")
                    @Parameter(
                            names = {"-n", "--dry-run"},
                            presentValue = "true",
                            absentValue = "false")
                    boolean dryRun) {
        try {
            ReloadReport report = dryRun ? configured.rehearse(null) : configured.reload();
            List<List<String>> rows = report.changes().stream()
                    .map(change -> List.of(
                            change.key(),
                            String.valueOf(change.from()),
                            String.valueOf(change.to()),
                            change.effect().words()))
                    .toList();
            System.out.print(Table.of(List.of("KEY", "FROM", "TO", "EFFECT"), rows));
        } catch (EngineException e) {
            System.err.println(e.getMessage());
        }
    }
}
