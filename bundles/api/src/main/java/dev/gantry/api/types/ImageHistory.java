package dev.gantry.api.types;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// One line of `GET /images/{name}/history`, newest first.
public record ImageHistory(
        String Id, long Created, String CreatedBy, @Nullable List<String> Tags, long Size, String Comment) {
    /// Replaces absent strings by empty ones and copies collections.
    public ImageHistory {
        Id = Values.text(Id);
        CreatedBy = Values.text(CreatedBy);
        Tags = Values.list(Tags);
        Comment = Values.text(Comment);
    }
}
