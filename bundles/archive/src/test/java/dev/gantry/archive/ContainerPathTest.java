package dev.gantry.archive;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.gantry.api.linux.FileStatus;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ContainerPathTest {
    @ParameterizedTest
    @CsvSource({
        "/etc/passwd, /etc, passwd, passwd, /etc/passwd",
        "etc/passwd, /etc, passwd, passwd, /etc/passwd",
        "/etc/, /etc, ., etc, /etc",
        "/etc/., /etc, ., ., /etc",
        "/etc, /, etc, etc, /etc",
        "/, /, ., /, /",
        "/., /, ., ., /",
        "/a/../../b, /, b, b, /b",
        "/a//b/./c, /a/b, c, c, /a/b/c",
    })
    void splitsAsDockerDoes(String text, String directory, String name, String base, String full) {
        ContainerPath path = ContainerPath.of(text);
        assertEquals(new ContainerPath(directory, name, base), path);
        assertEquals(full, path.full());
    }

    @ParameterizedTest
    @CsvSource({
        "0040755, 2147484141",
        "0100644, 420",
        "0120777, 134218239",
        "0104755, 8389101",
        "0041777, 2148532735",
        "0020666, 69206454"
    })
    void writesModesAsGoDoes(String octal, long expected) {
        FileStatus status = new FileStatus(0, 0, Integer.parseInt(octal, 8), 1, 0, 0, 0, 0, 0, 0, 0, 0, 0);
        assertEquals(expected, GoMode.of(status));
    }

    @Test
    void cleansPathsLexically() {
        assertEquals("/", ContainerPath.clean("../.."));
        assertEquals("/a", ContainerPath.clean("//a/b/.."));
    }
}
