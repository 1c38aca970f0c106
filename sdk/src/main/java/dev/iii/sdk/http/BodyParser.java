package dev.iii.sdk.http;

import dev.iii.sdk.error.FunctionException;
import dev.iii.sdk.error.InvalidRequestException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLDecoder;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads bodies and headers of requests. */
final class BodyParser {

    private BodyParser() {}

    /** Reads all bytes and closes the stream. Fails with status 413 if there are more than {@code maxBytes}. */
    static byte[] bytes(InputStream from, int maxBytes) throws IOException {
        try (from) {
            byte[] bytes = from.readNBytes(maxBytes);
            if (bytes.length == maxBytes && from.read() >= 0) {
                throw new FunctionException(
                                "payload_too_large", "the body has more than the maximum of " + maxBytes + " bytes")
                        .withHttpStatus(413);
            }
            return bytes;
        }
    }

    /** Returns the charset of a content type; UTF-8 if it names none. */
    static Charset charset(String contentType) {
        String name = parameter(contentType, "charset");
        if (name.isEmpty()) {
            return StandardCharsets.UTF_8;
        }
        try {
            return Charset.forName(name);
        } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
            throw new InvalidRequestException("content-type", "unknown charset '" + name + "'");
        }
    }

    /** Returns a parameter of a header; an empty string if the header does not contain it. */
    static String parameter(String header, String name) {
        return HeaderParameters.of(header).getOrDefault(name, "");
    }

    /** Parses the fields of an HTML form, in their order. */
    static Map<String, List<String>> form(String text) {
        Map<String, List<String>> fields = new LinkedHashMap<>();
        for (String field : text.split("&", -1)) {
            int equals = field.indexOf('=');
            String name = equals < 0 ? field : field.substring(0, equals);
            String value = equals < 0 ? "" : field.substring(equals + 1);
            if (!field.isEmpty()) {
                fields.computeIfAbsent(decode(name), unused -> new ArrayList<>())
                        .add(decode(value));
            }
        }
        return fields;
    }

    private static String decode(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw new InvalidRequestException("body", "invalid escape sequence: " + e.getMessage());
        }
    }
}
