package dev.gantry.middleware.authorization;

import dev.gantry.api.error.EngineException;
import dev.gantry.api.lease.ServiceSlot;
import dev.gantry.api.plugin.Plugins;
import java.time.Duration;
import java.util.List;

/// The plugins in their order. The first that denies, or fails, decides; those after it are not asked.
final class Jury {
    /// Longest time for one verdict; a plugin may have to ask elsewhere.
    private static final Duration LIMIT = Duration.ofMinutes(1);

    private final ServiceSlot<Plugins> plugins;
    private volatile List<String> names;

    Jury(ServiceSlot<Plugins> plugins, List<String> names) {
        this.plugins = plugins;
        this.names = unique(names);
    }

    private static List<String> unique(List<String> names) {
        return names.stream().distinct().toList();
    }

    void replace(List<String> with) {
        names = unique(with);
    }

    /// Those who are asked now.
    List<String> names() {
        return names;
    }

    /// Throws unless all of `asked` allow the request.
    void request(List<String> asked, Question question) {
        asked.forEach(name -> ask(name, "AuthZPlugin.AuthZReq", question));
    }

    /// Throws unless all of `asked` that are still configured allow the answer.
    void response(List<String> asked, Question question) {
        List<String> now = names;
        asked.stream().filter(now::contains).forEach(name -> ask(name, "AuthZPlugin.AuthZRes", question));
    }

    private void ask(String name, String method, Question question) {
        Verdict verdict;
        try {
            verdict = plugins.call(all -> all.find(name, Plugins.AUTHORIZATION, Plugins.PATIENCE)
                    .call(method, question, Verdict.class, LIMIT));
        } catch (EngineException e) {
            throw EngineException.system("plugin " + name + " failed with error: " + e.getMessage(), e);
        }
        if (verdict.Err() != null && !verdict.Err().isEmpty()) {
            throw EngineException.system("plugin " + name + " failed with error: " + verdict.Err());
        }
        if (!verdict.Allow()) {
            throw EngineException.forbidden(
                    "authorization denied by plugin " + name + ": " + (verdict.Msg() == null ? "" : verdict.Msg()));
        }
    }
}
