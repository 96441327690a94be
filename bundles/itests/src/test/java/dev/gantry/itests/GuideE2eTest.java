package dev.gantry.itests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/// The guide for those who write a bundle outside of this repository.
@Tag("machine")
@ExtendWith(SharedDaemon.class)
class GuideE2eTest {
    private final TestDaemon daemon;

    GuideE2eTest(TestDaemon daemon) {
        this.daemon = daemon;
    }

    @AfterEach
    void removeAll() {
        daemon.docker("rm", "-fv", "logged");
    }

    /// What the distribution tells a stranger is done word by word: its pom, its classes, its commands.
    @Test
    void theGuideOfTheDistributionLeadsToADriverThatWorks(@TempDir Path project) throws Exception {
        Path guide = TestDaemon.distribution().resolve("extensions");
        Files.copy(guide.resolve("pom.xml"), project.resolve("pom.xml"));
        Matcher code = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL)
                .matcher(Files.readString(guide.resolve("README.md")));
        while (code.find()) {
            String text = code.group(1).stripIndent();
            Matcher name = Pattern.compile("class (\\w+)").matcher(text);
            assertTrue(name.find(), text);
            String tree = name.group(1).endsWith("Test") ? "src/test/java" : "src/main/java";
            Path file = project.resolve(tree).resolve("org/example/mine").resolve(name.group(1) + ".java");
            Files.createDirectories(file.getParent());
            Files.writeString(file, text);
        }
        build(project);
        assertTrue(Files.exists(project.resolve("target/surefire-reports")), "the contract was run");
        String installed = daemon.console("install file:" + project.resolve("target/org.example.mine-1.0.0.jar"))
                .ok();
        String number = installed.substring(installed.lastIndexOf(' ') + 1);
        daemon.console("start " + number).ok();
        daemon.docker("run", "--name", "logged", "--log-driver", "mine", "busybox", "echo", "hello")
                .ok();
        String id = daemon.docker("inspect", "-f", "{{.Id}}", "logged").ok();
        Path log = daemon.dataRoot().resolve("containers").resolve(id).resolve("mine.log");
        assertEquals("hello\n", Files.readString(log));
        daemon.console("uninstall " + number).ok();
    }

    /// In a local repository of its own, made of links to this build's: what the guide's pom fetches is not to be found there later.
    private static void build(Path project) {
        Path local = project.resolve("local-repository");
        Path usual = Path.of(System.getProperty("user.home"), ".m2/repository");
        Command.run("cp", "-rs", usual.toString(), local.toString()).ok();
        Command.run("rm", "-rf", local.resolve("dev/gantry").toString()).ok();
        List<String> maven = List.of(
                "mvn",
                "-q",
                "-o",
                "-Daether.offline.protocols=file",
                "-Dmaven.repo.local=" + local,
                "-Dgantry.home=" + TestDaemon.distribution().toAbsolutePath().normalize(),
                "-f",
                project.resolve("pom.xml").toString(),
                "package");
        Command.Result built = Command.run(maven, Map.of("JAVA_HOME", System.getProperty("java.home")), new byte[0]);
        Command.run("rm", "-rf", local.toString()).ok();
        built.ok();
    }
}
