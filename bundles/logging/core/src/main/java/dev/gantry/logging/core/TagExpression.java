package dev.gantry.logging.core;

import dev.gantry.api.error.EngineException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The inside of one action of a tag: calls that are piped into one another.
final class TagExpression {
    private final String text;
    private final TagFields fields;
    private int at;

    TagExpression(String text, TagFields fields) {
        this.text = text;
        this.fields = fields;
    }

    Object value() {
        Object value = pipeline();
        if (at < text.length()) {
            throw unexpected();
        }
        return value;
    }

    private Object pipeline() {
        Object value = command(null);
        while (peek() == '|') {
            at++;
            value = command(value);
        }
        return value;
    }

    /// One operand, or a function and its arguments; what is piped in is the last argument.
    private Object command(@Nullable Object piped) {
        char first = peek();
        if (!Character.isLetter(first)) {
            return operand();
        }
        String function = word();
        List<Object> arguments = new ArrayList<>();
        while (isOperand(peek())) {
            arguments.add(operand());
        }
        if (piped != null) {
            arguments.add(piped);
        }
        return TagValues.call(function, arguments);
    }

    private static boolean isOperand(char c) {
        return c == '.' || c == '"' || c == '`' || c == '(' || c == '-' || Character.isDigit(c);
    }

    private Object operand() {
        char first = peek();
        if (first == '(') {
            at++;
            Object value = pipeline();
            if (peek() != ')') {
                throw unexpected();
            }
            at++;
            return value;
        }
        if (first == '"' || first == '`') {
            return literal(first);
        }
        if (first == '.') {
            return fields.value(word());
        }
        if (first == '-' || Character.isDigit(first)) {
            return number(word());
        }
        throw unexpected();
    }

    private Long number(String digits) {
        try {
            return Long.valueOf(digits);
        } catch (NumberFormatException e) {
            throw EngineException.invalidParameter("template: log-tag:1: bad number syntax: \"" + digits + "\"", e);
        }
    }

    private String literal(char quote) {
        StringBuilder value = new StringBuilder();
        for (at++; at < text.length() && text.charAt(at) != quote; at++) {
            if (text.charAt(at) == '\\' && quote == '"' && at + 1 < text.length()) {
                at++;
            }
            value.append(text.charAt(at));
        }
        if (at == text.length()) {
            throw EngineException.invalidParameter("template: log-tag:1: unterminated quoted string");
        }
        at++;
        return value.toString();
    }

    private String word() {
        int start = at;
        while (at < text.length()
                && (Character.isLetterOrDigit(text.charAt(at)) || "._-".indexOf(text.charAt(at)) >= 0)) {
            at++;
        }
        return text.substring(start, at);
    }

    /// The next character that is no space; zero at the end.
    private char peek() {
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
        return at < text.length() ? text.charAt(at) : 0;
    }

    private EngineException unexpected() {
        String rest =
                at < text.length() ? "unexpected \"" + text.charAt(at) + "\" in command" : "missing value for command";
        return EngineException.invalidParameter("template: log-tag:1: " + rest);
    }
}
