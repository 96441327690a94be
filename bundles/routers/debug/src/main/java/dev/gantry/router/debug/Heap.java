package dev.gantry.router.debug;

import dev.gantry.api.error.EngineException;
import java.lang.management.ManagementFactory;
import javax.management.JMException;
import javax.management.ObjectName;

/// What the heap is full of.
final class Heap {
    private Heap() {}

    /// Instances and bytes of each class.
    ///
    /// @param live whether garbage is collected first; that pauses the daemon for longer
    static String histogram(boolean live) {
        try {
            Object text = ManagementFactory.getPlatformMBeanServer()
                    .invoke(
                            new ObjectName("com.sun.management:type=DiagnosticCommand"),
                            "gcClassHistogram",
                            new Object[] {live ? new String[0] : new String[] {"-all"}},
                            new String[] {String[].class.getName()});
            return String.valueOf(text);
        } catch (JMException e) {
            throw EngineException.system("the heap's histogram cannot be had: " + e.getMessage(), e);
        }
    }
}
