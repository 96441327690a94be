package dev.gantry.images.transfer;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProgressBarTest {
    @ParameterizedTest
    @CsvSource({
        "0, 0B",
        "1, 1B",
        "999, 999B",
        "1000, 1kB",
        "1024, 1.024kB",
        "123456, 123.5kB",
        "32505856, 32.51MB",
        "1000000000, 1GB"
    })
    void writesSizesWithFourDigits(long bytes, String text) {
        assertEquals(text, ProgressBar.size(bytes));
    }

    @Test
    void drawsFiftySteps() {
        assertEquals("[>                                                  ]       1B/1kB", ProgressBar.of(1, 1000));
        assertEquals("[=========================>                         ]     500B/1kB", ProgressBar.of(500, 1000));
        assertEquals("[==================================================>]      1kB/1kB", ProgressBar.of(1000, 1000));
    }

    @Test
    void leavesOutATotalThatIsUnknownOrWrong() {
        assertEquals("", ProgressBar.of(0, 0));
        assertEquals("    12kB", ProgressBar.of(12000, 0));
        assertEquals("[==================================================>]      2kB", ProgressBar.of(2000, 1000));
    }
}
