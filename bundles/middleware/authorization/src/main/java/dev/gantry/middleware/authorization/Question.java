package dev.gantry.middleware.authorization;

import dev.gantry.api.json.OmitEmpty;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a plugin is asked: about a request, and later about its answer as well.
///
/// @param User the client certificate's common name; empty without one
/// @param RequestPeerCertificates each certificate as PEM text
/// @param ResponseStatusCode 0 while there is no answer
@OmitEmpty
record Question(
        String User,
        String UserAuthNMethod,
        String RequestMethod,
        String RequestUri,
        byte @Nullable [] RequestBody,
        Map<String, String> RequestHeaders,
        List<byte[]> RequestPeerCertificates,
        int ResponseStatusCode,
        byte @Nullable [] ResponseBody,
        Map<String, String> ResponseHeaders) {
    /// The same request, with the answer that the engine wants to give.
    Question answered(int status, byte @Nullable [] body, Map<String, String> headers) {
        return new Question(
                User,
                UserAuthNMethod,
                RequestMethod,
                RequestUri,
                RequestBody,
                RequestHeaders,
                RequestPeerCertificates,
                status,
                body,
                headers);
    }
}
