package dev.iii.stub.vectors;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The HTTP steps, with the local server in the place of the engine. */
class LocalServerTest {

    private static void play(String... steps) {
        List<String> lines =
                new java.util.ArrayList<>(List.of("{\"scenario\":\"local\"}", "{\"server\":\"s\",\"listen\":true}"));
        lines.addAll(List.of(steps));
        new Player(new Endpoints(Map.of()), Waits.IMPATIENT).play(Scenario.parse("local", lines));
    }

    @Test
    void pathsHeadersAndBodiesGoOutAsTheyAreWritten() {
        assertThatCode(() -> play("""
                        {"http":"h","request":{"base":"${s_url}","method":"PATCH","path":"//a/./%2f;x?q=%20&&e",\
                        "headers":{"X-A":"1"},"body":{"a":[1,{}]}}}""", """
                        {"server":"s","expect":{"method":"PATCH","path":"//a/./%2f;x?q=%20&&e",\
                        "headers":{"x-a":"1","content-type":"application/json","content-length":"14"},\
                        "body":{"a":[1,{}]}}}""", """
                        {"server":"s","reply":{"status":207,"headers":{"X-B":"2","content-type":"application/json"},\
                        "body":{"ok":true}}}""", """
                        {"http":"h","expect":{"status":207,"headers":{"x-b":"2"},"body":{"ok":true}}}""")).doesNotThrowAnyException();
    }

    @Test
    void chunksArriveAsOneBody() {
        assertThatCode(() -> play("""
                        {"http":"h","request":{"base":"${s_url}","method":"POST","path":"/","chunks":["ab","","cd"]}}""", """
                        {"server":"s","expect":{"method":"POST","path":"/","headers":{"transfer-encoding":"chunked",\
                        "content-length":"$absent"},"body":"abcd"}}""", """
                        {"server":"s","reply":{"status":200,"body":"plain"}}""", """
                        {"http":"h","expect":{"status":200,"body":"plain"}}""")).doesNotThrowAnyException();
    }

    @Test
    void manyHeadersAndALongPathPass() {
        String headers =
                IntStream.range(0, 150).mapToObj(i -> "\"x-" + i + "\":\"v\"").collect(Collectors.joining(","));
        assertThatCode(() -> play(
                        "{\"http\":\"h\",\"request\":{\"base\":\"${s_url}\",\"path\":\"/" + "p".repeat(30_000)
                                + "\",\"headers\":{" + headers + "}}}",
                        "{\"server\":\"s\",\"expect\":{\"method\":\"GET\",\"path\":\"$re:^/p{30000}$\",\"headers\":{"
                                + headers + "},\"body\":\"\"},\"reply\":{\"status\":204}}",
                        "{\"http\":\"h\",\"expect\":{\"status\":204,\"body\":\"\"}}"))
                .doesNotThrowAnyException();
    }

    @Test
    void brokenJsonAppearsAsText() {
        assertThatCode(() -> play("""
                        {"http":"h","request":{"base":"${s_url}","path":"/"}}""", """
                        {"server":"s","expect":"$object","reply":{"body":"{","headers":{"content-type":"a/json"}}}""", """
                        {"http":"h","expect":{"status":200,"body":{"$text":"{"}}}""")).doesNotThrowAnyException();
    }

    @Test
    void differencesAreNamed() {
        String request = "{\"http\":\"h\",\"request\":{\"base\":\"${s_url}\",\"path\":\"/x\"}}";

        assertThatThrownBy(() -> play(request, "{\"server\":\"s\",\"expect\":{\"$extra\":true,\"path\":\"/y\"}}"))
                .hasMessage("local.jsonl line 4: $.path: expected \"/y\", got \"/x\"");
        assertThatThrownBy(() -> play(
                        request,
                        "{\"server\":\"s\",\"expect\":\"$object\",\"reply\":{\"status\":201}}",
                        "{\"http\":\"h\",\"expect\":{\"status\":200,\"body\":\"\"}}"))
                .hasMessage("local.jsonl line 5: $.status: expected 200, got 201");
        assertThatThrownBy(() -> play(
                        request,
                        "{\"server\":\"s\",\"expect\":\"$object\",\"drop\":true}",
                        "{\"http\":\"h\",\"expect\":{\"status\":200,\"body\":\"\"}}"))
                .hasMessageStartingWith("local.jsonl line 5: expected an HTTP answer, got ");
        assertThatThrownBy(() -> play("{\"server\":\"s\",\"expect\":\"$object\"}"))
                .hasMessageStartingWith("local.jsonl line 3: expected a request to the local server, got none within");
    }
}
