package dev.gantry.router.containers;

import dev.gantry.api.container.ListRequest;
import dev.gantry.api.http.ApiVersion;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/// Lists that are encoded once and given to everyone who asks the same while nothing changes. An answer also ends with the second in
/// which it was made, because it says how long containers have been up.
final class AnswerCache {
    private static final int KEPT = 32;

    private record Question(ListRequest request, ApiVersion version) {}

    private record Answer(long catalogVersion, long second, byte[] body) {}

    private final ReentrantLock making = new ReentrantLock();
    private final Map<Question, Answer> answers = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Question, Answer> eldest) {
            return size() > KEPT;
        }
    };

    /// @param catalogVersion as it was before `make` could look at the catalog
    byte[] get(ListRequest request, ApiVersion version, long catalogVersion, Supplier<byte[]> make) {
        Question question = new Question(request, version);
        long second = Instant.now().getEpochSecond();
        // One makes it while the others wait for the same.
        making.lock();
        try {
            Answer answer = answers.get(question);
            if (answer == null || answer.catalogVersion() != catalogVersion || answer.second() != second) {
                answer = new Answer(catalogVersion, second, make.get());
                answers.put(question, answer);
            }
            return answer.body();
        } finally {
            making.unlock();
        }
    }
}
