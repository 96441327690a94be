package dev.gantry.api.types;

import dev.gantry.api.json.OmitEmpty;

/// One event as `GET /events` writes it; `status`, `id` and `from` repeat what old clients read.
///
/// @param time seconds since the epoch
/// @param timeNano nanoseconds since the epoch
public record EventMessage(
        @OmitEmpty String status,
        @OmitEmpty String id,
        @OmitEmpty String from,
        String Type,
        String Action,
        EventActor Actor,
        @OmitEmpty String scope,
        @OmitEmpty long time,
        @OmitEmpty long timeNano) {
    /// Replaces absent strings by empty ones and copies collections.
    public EventMessage {
        status = Values.text(status);
        id = Values.text(id);
        from = Values.text(from);
        Type = Values.text(Type);
        Action = Values.text(Action);
        Actor = Actor == null ? EventActor.EMPTY : Actor;
        scope = Values.text(scope);
    }
}
