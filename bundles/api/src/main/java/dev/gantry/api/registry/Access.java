package dev.gantry.api.registry;

/// What a conversation is for; decides the scope of the tokens that are asked for.
public enum Access {
    /// Reading. Mirrors are asked first.
    PULL,
    /// Reading about an image without taking it. As [#PULL], but refusals are told as the registry said them.
    INSPECT,
    /// Writing, and the reading that comes with it. Never goes to a mirror.
    PUSH
}
