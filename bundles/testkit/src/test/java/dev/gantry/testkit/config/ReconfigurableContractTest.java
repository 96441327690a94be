package dev.gantry.testkit.config;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.gantry.api.config.ConfigChange;
import dev.gantry.api.config.DaemonConfig;
import dev.gantry.api.config.Preparation;
import dev.gantry.api.config.Reconfigurable;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.opentest4j.AssertionFailedError;

/// The contract notices who breaks it.
class ReconfigurableContractTest {
    private static final String KEY = "colour";

    /// A part with one setting.
    private static class Part implements Reconfigurable {
        String colour = "red";

        @Override
        public Preparation prepare(ConfigChange change) {
            String next = change.after().text(KEY);
            if (next.isEmpty()) {
                throw ConfigChange.refusal(KEY, "there is none");
            }
            return new Preparation() {
                @Override
                public void commit() {
                    take(next);
                }

                @Override
                public void rollback() {}
            };
        }

        void take(String next) {
            colour = next;
        }
    }

    private static final class Kept extends ReconfigurableContract {
        private final Part made;

        Kept(Part made) throws Exception {
            this.made = made;
            makePart();
        }

        private static DaemonConfig colour(String colour) {
            return new DaemonConfig(Map.of(KEY, colour));
        }

        @Override
        protected Reconfigurable newPart() {
            return made;
        }

        @Override
        protected DaemonConfig inForce() {
            return colour("red");
        }

        @Override
        protected DaemonConfig acceptable() {
            return colour("blue");
        }

        @Override
        protected DaemonConfig unacceptable() {
            return colour("");
        }

        @Override
        protected Object visible(Reconfigurable of) {
            return made.colour;
        }
    }

    private static void assertNoticed(Executable test) {
        assertThrows(AssertionFailedError.class, test);
    }

    @Test
    void passesAPartThatTakesItsSettings() throws Exception {
        assertDoesNotThrow(new Kept(new Part())::takesNewSettingsAndTheOldOnesAgain);
        assertDoesNotThrow(new Kept(new Part())::preparesWithoutAnEffectAndLeavesNothingWhenItIsTakenBack);
        assertDoesNotThrow(new Kept(new Part())::refusesByTheKeyAndLeavesNothing);
    }

    @Test
    void noticesAPartThatDoesNothingOnCommit() throws Exception {
        Part idle = new Part() {
            @Override
            void take(String next) {}
        };
        Kept contract = new Kept(idle);
        assertNoticed(contract::takesNewSettingsAndTheOldOnesAgain);
        assertNoticed(contract::preparesWithoutAnEffectAndLeavesNothingWhenItIsTakenBack);
        assertNoticed(contract::refusesByTheKeyAndLeavesNothing);
    }

    @Test
    void noticesAPartThatDoesNotComeBack() throws Exception {
        Part onlyOnce = new Part() {
            @Override
            void take(String next) {
                colour = next.equals("red") ? "reddish" : next;
            }
        };
        assertNoticed(new Kept(onlyOnce)::takesNewSettingsAndTheOldOnesAgain);
    }
}
