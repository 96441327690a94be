package dev.gantry.images;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.api.event.Event;
import dev.gantry.api.event.EventQuery;
import dev.gantry.api.event.EventStream;
import dev.gantry.api.event.Events;
import dev.gantry.api.image.CommitRequest;
import dev.gantry.api.image.ListQuery;
import dev.gantry.api.image.ProgressSink;
import dev.gantry.api.image.Reference;
import dev.gantry.api.types.ContainerConfig;
import dev.gantry.api.types.Filters;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("machine")
class ImageEventsMachineTest {
    private static final byte[] BASE = Tars.of(Map.of("etc/base", new byte[] {1}));
    private static final ContainerConfig EMPTY = new ContainerConfig(
            "", "", "", false, false, false, null, false, false, false, null, null, null, false, "", null, "", null,
            false, "", null, null, "", null, null);

    private final List<Event> told = new ArrayList<>();
    private Fixture fixture;

    @BeforeEach
    void start() throws IOException {
        fixture = new Fixture();
        fixture.images.bindEvents(new Events() {
            @Override
            public void publish(Event event) {
                told.add(event);
            }

            @Override
            public EventStream subscribe(EventQuery query) {
                throw new UnsupportedOperationException();
            }

            @Override
            public int listeners() {
                return 0;
            }
        });
    }

    @AfterEach
    void stop() throws IOException {
        try {
            for (var image : fixture.images.list(new ListQuery(Filters.NONE, true, false, false))) {
                fixture.images.remove(image.Id(), true, true);
            }
        } finally {
            fixture.close();
        }
    }

    /// What was told since the last question, as `action name`; all of it about that image.
    private List<String> told(String id) {
        List<String> lines = new ArrayList<>();
        for (Event event : told) {
            assertEquals(Event.IMAGE, event.type());
            assertEquals(id, event.id());
            lines.add(event.action() + " " + event.attributes().get("name"));
        }
        told.clear();
        return lines;
    }

    private String commit(@Nullable Reference target) {
        return fixture.images.commit(
                new CommitRequest("changed", "", EMPTY, null, List.of("LABEL made=yes"), target, "", ""));
    }

    @Test
    void anImportTellsOfItsNameFirst() throws IOException {
        String id = fixture.importImage("made", BASE, "LABEL a=b");
        assertEquals("b", told.getFirst().attributes().get("a"));
        assertEquals(List.of("tag made:latest", "import " + id), told(id));
        String nameless = fixture.importImage("", BASE, "LABEL a=c");
        assertEquals(List.of("import " + nameless), told(nameless));
    }

    @Test
    void aCommitMakesAnImageAndNamesItWhenAsked() throws IOException {
        String base = fixture.importImage("base:1", BASE);
        fixture.images.prepareRootfs("changed", base);
        try {
            told.clear();
            String named = commit(Reference.parse("made:1"));
            assertEquals("yes", told.getLast().attributes().get("made"));
            assertEquals(List.of("create " + named, "tag made:1"), told(named));
            String nameless = commit(null);
            assertEquals(List.of("create " + nameless), told(nameless));
        } finally {
            fixture.images.removeRootfs("changed");
        }
    }

    @Test
    void namesAndArchivesAreToldOf() throws IOException {
        String id = fixture.importImage("one:1", BASE);
        told.clear();
        fixture.images.tag("one:1", Reference.parse("two"));
        assertEquals(List.of("tag two:latest"), told(id));
        ByteArrayOutputStream archive = new ByteArrayOutputStream();
        fixture.images.save(List.of("one:1", "two"), null, archive);
        assertEquals(List.of("save " + id), told(id));
        fixture.images.remove("two", false, true);
        assertEquals(List.of("untag " + id), told(id));
        fixture.images.remove("one:1", false, true);
        assertEquals(List.of("untag " + id, "delete " + id), told(id));
        fixture.images.load(new ByteArrayInputStream(archive.toByteArray()), null, true, ProgressSink.NONE);
        assertEquals(List.of("load " + id), told(id));
        fixture.images.remove(id, true, true);
        assertEquals(List.of("untag " + id, "untag " + id, "delete " + id), told(id));
    }

    @Test
    void aPruneTellsOfEachImageAndOfItself() throws IOException {
        String id = fixture.importImage("", BASE);
        told.clear();
        fixture.images.prune(Filters.NONE);
        Event last = told.removeLast();
        assertEquals("prune", last.action());
        assertTrue(Long.parseLong(last.attributes().get("reclaimed")) >= 0);
        assertTrue(told(id).contains("delete " + id));
    }
}
