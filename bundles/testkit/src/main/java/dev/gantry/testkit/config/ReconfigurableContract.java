package dev.gantry.testkit.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.api.config.ConfigChange;
import dev.gantry.api.config.DaemonConfig;
import dev.gantry.api.config.Preparation;
import dev.gantry.api.config.Reconfigurable;
import dev.gantry.api.error.EngineException;
import dev.gantry.api.error.ErrorKind;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What every [Reconfigurable] has to keep: that nothing happens before everyone has agreed, that nothing is left when somebody has not,
/// that new settings are in force afterwards, and that a refusal tells the operator where to look. What else its new settings do is for
/// its own tests.
public abstract class ReconfigurableContract {
    private static final int OFTEN = 20;

    private Reconfigurable part;

    /// A new part, as its component would be under [#inForce].
    protected abstract Reconfigurable newPart() throws Exception;

    /// The configuration that it begins with: the keys that are its own, with their values.
    protected abstract DaemonConfig inForce() throws Exception;

    /// Another one, which it can take. Called once for each test.
    protected abstract DaemonConfig acceptable() throws Exception;

    /// One that it has to refuse.
    protected abstract DaemonConfig unacceptable() throws Exception;

    /// What others can see of the settings in force, such as its addresses: another value under [#acceptable] than under [#inForce], and
    /// an equal one whenever the same are in force. It is compared before and after, so it must not change by itself.
    protected abstract Object visible(Reconfigurable of) throws Exception;

    /// Gives it the dictionary of its component, as Configuration Admin does between prepare and commit. For a part that takes its
    /// settings from there.
    protected void deliver(Reconfigurable to, DaemonConfig settings) throws Exception {}

    /// Lets go of what a part holds, as its component does when it is deactivated.
    protected void release(Reconfigurable gone) throws Exception {}

    @BeforeEach
    void makePart() throws Exception {
        part = newPart();
    }

    @AfterEach
    void releasePart() throws Exception {
        release(part);
    }

    private static DaemonConfig with(DaemonConfig config, String key, Object value) {
        Map<String, Object> values = new TreeMap<>(config.values());
        values.put(key, value);
        return new DaemonConfig(values);
    }

    private void reload(DaemonConfig before, DaemonConfig after) throws Exception {
        Preparation ready = part.prepare(ConfigChange.between(before, after));
        assertNotNull(ready);
        deliver(part, after);
        ready.commit();
    }

    private void takes(DaemonConfig next) throws Exception {
        Object before = visible(part);
        reload(inForce(), next);
        assertNotEquals(before, visible(part), "the new settings are not in force");
    }

    @Test
    void isAskedInVainWhenNothingChanges() throws Exception {
        Object before = visible(part);
        reload(inForce(), inForce());
        assertEquals(before, visible(part));
    }

    @Test
    void leavesKeysOfOthersToThem() throws Exception {
        Object before = visible(part);
        reload(with(inForce(), "a-key-of-others", "old"), with(inForce(), "a-key-of-others", "new"));
        assertEquals(before, visible(part));
    }

    @Test
    void takesNewSettingsAndTheOldOnesAgain() throws Exception {
        DaemonConfig next = acceptable();
        Object before = visible(part);
        takes(next);
        reload(next, inForce());
        assertEquals(before, visible(part), "the old settings are not in force again");
        takes(next);
    }

    @Test
    void preparesWithoutAnEffectAndLeavesNothingWhenItIsTakenBack() throws Exception {
        DaemonConfig next = acceptable();
        Object before = visible(part);
        for (int i = 0; i < OFTEN; i++) {
            Preparation ready = part.prepare(ConfigChange.between(inForce(), next));
            assertEquals(before, visible(part), "what is prepared is seen already");
            ready.rollback();
            assertEquals(before, visible(part), "what was taken back is seen");
        }
        takes(next);
    }

    @Test
    void refusesByTheKeyAndLeavesNothing() throws Exception {
        DaemonConfig next = acceptable();
        ConfigChange wrong = ConfigChange.between(inForce(), unacceptable());
        Object before = visible(part);
        for (int i = 0; i < OFTEN; i++) {
            EngineException refused = assertThrows(EngineException.class, () -> part.prepare(wrong));
            assertEquals(ErrorKind.INVALID_PARAMETER, refused.kind(), refused.getMessage());
            assertTrue(
                    wrong.keys().stream().anyMatch(key -> refused.getMessage().contains(key)),
                    () -> "names none of " + wrong.keys() + ": " + refused.getMessage());
            assertEquals(before, visible(part));
        }
        takes(next);
    }
}
