package dev.iii.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** Checks that the scanner accepts and rejects the same documents as Jackson, including damaged ones. */
class ScannerAgreesWithJacksonTest {

    private static final ObjectMapper JACKSON = new ObjectMapper();
    private static final String[] SEEDS = {
        "{\"type\":\"invokefunction\",\"data\":{\"a\":[1,-2.5e+3,true,false,null,\"x\\\"\\\\\\u00e9\\n\"]}}",
        "[0,-0,10,1e5,1.25,[],{},[[[]]],{\"\":{\"k\":\"v\"}}]",
        "\"text with \\ud83d\\ude00 and \\/\"",
        "-12.5E-2",
    };
    private static final String ALPHABET = "{}[]\",:\\0123456789eE+-.truefalsn \t\n\ruabdD8";

    static LongStream seeds() {
        return LongStream.range(0, 50);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void onDamagedDocuments(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < 2000; i++) {
            String text = damage(SEEDS[random.nextInt(SEEDS.length)], random);
            assertThat(scannerAccepts(text)).as("seed %d, %s", seed, text).isEqualTo(jacksonAccepts(text));
        }
    }

    private static String damage(String seed, Random random) {
        StringBuilder text = new StringBuilder(seed);
        for (int edits = random.nextInt(4); edits >= 0 && !text.isEmpty(); edits--) {
            int at = random.nextInt(text.length());
            char c = ALPHABET.charAt(random.nextInt(ALPHABET.length()));
            switch (random.nextInt(4)) {
                case 0 -> text.setCharAt(at, c);
                case 1 -> text.insert(at, c);
                case 2 -> text.deleteCharAt(at);
                default -> text.setLength(at);
            }
        }
        return text.toString();
    }

    private static boolean scannerAccepts(String text) {
        try {
            RawJson.parse(text);
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static boolean jacksonAccepts(String text) {
        try (var parser = JACKSON.createParser(text.getBytes(StandardCharsets.UTF_8))) {
            if (parser.nextToken() == null) {
                return false;
            }
            // Read the values too: Jackson reports some errors, for example in numbers, only when it reads a value.
            var tree = parser.readValueAsTree();
            return parser.nextToken() == null && tree != null && surrogatesArePaired(text);
        } catch (JacksonException e) {
            return false;
        }
    }

    /** Jackson accepts a lone escaped surrogate. The scanner rejects it, because it cannot be written as UTF-8 again. */
    private static boolean surrogatesArePaired(String text) {
        var tree = JACKSON.readTree(text);
        return StandardCharsets.UTF_8.newEncoder().canEncode(allText(tree));
    }

    private static String allText(JsonNode node) {
        StringBuilder all = new StringBuilder();
        collect(node, all);
        return all.toString();
    }

    private static void collect(JsonNode node, StringBuilder all) {
        if (node.isString()) {
            all.append(node.stringValue()).append(' ');
        }
        node.properties().forEach(e -> {
            all.append(e.getKey()).append(' ');
            collect(e.getValue(), all);
        });
        if (node.isArray()) {
            node.forEach(child -> collect(child, all));
        }
    }
}
