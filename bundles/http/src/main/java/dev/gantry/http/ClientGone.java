package dev.gantry.http;

import java.io.IOException;

/// The client closed the connection, broke the protocol or stalled; there is nobody left to tell.
final class ClientGone extends IOException {
    private static final long serialVersionUID = 1L;

    ClientGone(String message) {
        super(message);
    }
}
