package dev.gantry.logging.core;

import dev.gantry.api.error.EngineException;
import dev.gantry.api.logging.LoggedContainer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// A `tag` option: text with actions in double braces, in the part of Go's template language that tags are made of: fields, string and
/// number literals, functions, pipelines, parentheses, trimming.
final class TagTemplate {
    /// Fixed text, or an action.
    private record Piece(String text, boolean action) {}

    private final List<Piece> pieces;

    private TagTemplate(List<Piece> pieces) {
        this.pieces = pieces;
    }

    /// @throws EngineException INVALID_PARAMETER
    static TagTemplate parse(String template) {
        List<Piece> pieces = new ArrayList<>();
        int at = 0;
        boolean trim = false;
        while (at < template.length()) {
            int open = template.indexOf("{{", at);
            String text = template.substring(at, open < 0 ? template.length() : open);
            boolean trimNext = open >= 0 && template.startsWith("{{- ", open);
            text = trim ? text.stripLeading() : text;
            pieces.add(new Piece(trimNext ? text.stripTrailing() : text, false));
            if (open < 0) {
                break;
            }
            int close = template.indexOf("}}", open);
            if (close < 0) {
                throw EngineException.invalidParameter("template: log-tag:1: unclosed action");
            }
            trim = template.startsWith(" -", close - 2);
            String action = template.substring(open + (trimNext ? 3 : 2), close - (trim ? 2 : 0))
                    .trim();
            if (!action.startsWith("/*")) {
                pieces.add(new Piece(action, true));
            }
            at = close + 2;
        }
        return new TagTemplate(pieces);
    }

    /// @throws EngineException INVALID_PARAMETER for a field or function that does not exist
    String render(LoggedContainer container, Map<String, String> options) {
        TagFields fields = new TagFields(container, options);
        StringBuilder out = new StringBuilder();
        for (Piece piece : pieces) {
            out.append(piece.action ? TagValues.text(new TagExpression(piece.text, fields).value()) : piece.text);
        }
        return out.toString();
    }
}
