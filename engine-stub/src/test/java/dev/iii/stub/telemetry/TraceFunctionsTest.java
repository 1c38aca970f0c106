package dev.iii.stub.telemetry;

import static dev.iii.stub.telemetry.Recorder.below;
import static dev.iii.stub.telemetry.Recorder.span;
import static dev.iii.stub.telemetry.Recorder.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.iii.protocol.ErrorBody;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

class TraceFunctionsTest {

    private static final long MS = 1_000_000;

    private final Recorder recorder = Recorder.withDefaults();

    /** Returns the names of the spans of a tree, with children in parentheses. */
    private static String tree(JsonNode nodes) {
        List<String> texts = new ArrayList<>();
        for (JsonNode node : nodes) {
            String below = tree(node.get("children"));
            texts.add(node.get("name").stringValue() + (below.isEmpty() ? "" : "(" + below + ")"));
        }
        return String.join(" ", texts);
    }

    private String tree(String trace) {
        return tree(recorder.gets("engine::traces::tree", "{\"trace_id\":\"" + trace + "\"}")
                .get("roots"));
    }

    private void someSpans() {
        recorder.spans(
                span("t1", "a", "GET /cart", 10 * MS, 30 * MS, ",\"attributes\":[" + text("env", "test") + "]"),
                span("t1", "b", "load", 11 * MS, 16 * MS, below("a") + ",\"status\":{\"code\":2}"),
                span("t1", "c", "orphan", 13 * MS, 14 * MS, below("gone") + ",\"status\":{\"code\":1}"),
                span(
                        "t2",
                        "a",
                        "machinery",
                        20 * MS,
                        21 * MS,
                        ",\"attributes\":[" + text("function_id", "engine::x") + "]"),
                span("t2", "d", "POST /cart", 20 * MS, 60 * MS, below("a")));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{} | GET /cart,orphan",
                "{\"include_internal\":true} | GET /cart,orphan,machinery",
                "{\"search_all_spans\":true} | GET /cart,load,orphan,POST /cart",
                "{\"trace_id\":\"t1\"} | GET /cart,orphan",
                "{\"trace_ids\":[\"t2\",\"t1\"],\"search_all_spans\":true} | GET /cart,load,orphan,POST /cart",
                "{\"trace_ids\":[]} | ''",
                "{\"service_name\":\"SV\"} | GET /cart,orphan",
                "{\"service_name\":\"other\"} | ''",
                "{\"name\":\"CART\"} | GET /cart",
                "{\"name\":\"load\"} | ''",
                "{\"name\":\"load\",\"search_all_spans\":true} | GET /cart,load,orphan",
                "{\"status\":\"O\"} | orphan",
                "{\"status\":\"err\",\"search_all_spans\":true} | load",
                "{\"min_duration_ms\":5,\"search_all_spans\":true} | GET /cart,load,POST /cart",
                "{\"max_duration_ms\":5.0,\"search_all_spans\":true} | load,orphan",
                "{\"start_time\":17,\"search_all_spans\":true} | GET /cart,POST /cart",
                "{\"end_time\":12,\"search_all_spans\":true} | GET /cart,load",
                "{\"start_time\":18446744073709551615} | ''",
                "{\"end_time\":18446744073709551615} | GET /cart,orphan",
                "{\"attributes\":[[\"env\",\"test\"]]} | GET /cart",
                "{\"attributes\":[[\"env\",\"test\"],[\"no pair\"]]} | GET /cart",
                "{\"attributes\":[[\"env\",\"other\"]]} | ''",
                "{\"attributes\":[[\"env\",\"test\"]],\"search_all_spans\":true} | GET /cart,load,orphan",
                "{\"exclude_attributes\":[[\"env\",\"test\"],[\"x\",\"y\"]]} | orphan",
                "{\"sort_by\":\"duration\",\"search_all_spans\":true} | orphan,load,GET /cart,POST /cart",
                "{\"sort_by\":\"duration_ms\",\"sort_order\":\"DESC\",\"search_all_spans\":true} | POST /cart,GET /cart,load,orphan",
                "{\"sort_by\":\"name\",\"search_all_spans\":true} | GET /cart,POST /cart,load,orphan",
                "{\"sort_by\":\"nonsense\",\"sort_order\":\"desc\"} | orphan,GET /cart",
                "{\"search_all_spans\":true,\"offset\":1,\"limit\":2} | load,orphan",
                "{\"limit\":18446744073709551615} | GET /cart,orphan"
            })
    void spansAreFiltered(String query, String names) {
        someSpans();
        assertThat(String.join(",", recorder.names(query))).isEqualTo(names);
    }

    @Test
    void totalIncludesSpansBeyondThePage() {
        someSpans();
        JsonNode page = recorder.gets("engine::traces::list", "{\"limit\":1,\"offset\":1}");
        assertThat(page.get("total").asInt()).isEqualTo(2);
        assertThat(page.get("limit").asInt()).isEqualTo(1);
        assertThat(page.get("offset").asInt()).isEqualTo(1);
        assertThat(page.at("/storage/archive").stringValue()).isEqualTo("disabled");
    }

    @Test
    void durationOfAPendingSpanIsItsTimeSoFar() {
        long now = Records.unixNanos(recorder.test.clock);
        recorder.spans(span("t", "a", "slow", now - 5000 * MS, 0, ""));
        assertThat(recorder.names("{\"min_duration_ms\":5000}")).containsExactly("slow");
        assertThat(recorder.names("{\"min_duration_ms\":5001}")).isEmpty();
        JsonNode shown = recorder.gets("engine::traces::list", "{}").at("/spans/0");
        assertThat(shown.get("pending").booleanValue()).isTrue();
        assertThat(shown.get("end_time_unix_nano").asLong()).isZero();
        recorder.spans(span("t", "a", "slow", now - 5000 * MS, now, ""));
        assertThat(recorder.gets("engine::traces::list", "{}").at("/spans/0").has("pending"))
                .isFalse();
    }

    @Test
    void tagsOfATraceAreShownWithEachOfItsSpans() {
        recorder.spans(
                span("t", "a", "root", 1, 9, ""),
                span("t", "b", "x", 3, 4, below("a") + ",\"attributes\":[" + text("iii.tag.kind", "new") + "]"),
                span("t", "c", "y", 2, 4, below("a") + ",\"attributes\":[" + text("iii.tag.kind", "old") + "]"),
                span("u", "a", "untagged", 1, 9, ""));
        JsonNode spans =
                recorder.gets("engine::traces::list", "{\"sort_by\":\"name\"}").get("spans");
        assertThat(spans.at("/0/trace_tags/iii.tag.kind").stringValue()).isEqualTo("new");
        assertThat(spans.get(1).has("trace_tags")).isFalse();
    }

    @Test
    void treeMayHaveSeveralRoots() {
        recorder.spans(
                span("t", "b", "b", 1, 2, below("a")),
                span("t", "a", "a", 1, 2, ""),
                span("t", "c", "c", 1, 2, below("elsewhere")),
                span("t", "d", "d", 1, 2, below("b")),
                span("t", "e", "e", 1, 2, below("a")));
        assertThat(tree("t")).isEqualTo("a(b(d) e) c");
        assertThat(tree("unknown")).isEmpty();
    }

    @Test
    void spansInACycleAreNotLost() {
        recorder.spans(
                span("t", "a", "a", 1, 2, below("b")),
                span("t", "b", "b", 1, 2, below("a")),
                span("t", "c", "c", 1, 2, below("c")));
        assertThat(tree("t")).isEqualTo("a(b) c");
    }

    @Test
    void deepChainIsSplitAtTheMaximumDepth() {
        List<String> spans = new ArrayList<>();
        for (int i = 0; i < SpanTree.MAX_DEPTH + 10; i++) {
            spans.add(span("t", "s" + (i + 1), "n", 1, 2, i == 0 ? "" : below("s" + i)));
        }
        recorder.spans(spans.toArray(new String[0]));
        JsonNode roots =
                recorder.gets("engine::traces::tree", "{\"trace_id\":\"t\"}").get("roots");
        assertThat(roots).hasSize(2);
        assertThat(tree(roots).split("n", -1)).hasSize(spans.size() + 1);
    }

    @Test
    void fanOutsWithoutChildrenAreOmittedFromTrees() {
        recorder.spans(
                span("t", "a", "call state::set", 1, 2, ""),
                span("t", "b", "state_triggers", 1, 2, below("a")),
                span("t", "c", "stream_triggers", 1, 2, below("b")),
                span("t", "d", "state_triggers", 1, 2, below("a")),
                span("t", "e", "execute f", 1, 2, below("d")));
        assertThat(tree("t")).isEqualTo("call state::set(state_triggers(execute f))");
    }

    @Test
    void collapsedSpansAreReplacedByTheirChildren() {
        TelemetrySettings.Traces traces = TelemetrySettings.Traces.DEFAULT;
        Recorder collapsing = new Recorder(Recorder.options(
                new TelemetrySettings.Traces(
                        traces.exporter(),
                        traces.maxSpans(),
                        traces.maxBytes(),
                        true,
                        Sampling.ALL,
                        List.of(new CollapseRule("trigger *", "s?c"), new CollapseRule("x", "other"))),
                TelemetrySettings.Logs.DEFAULT,
                List.of()));
        collapsing.spans(
                span("t", "a", "x", 1, 2, ""),
                span("t", "b", "trigger one", 1, 2, below("a")),
                span("t", "c", "trigger two", 1, 2, below("b")),
                span("t", "d", "d", 1, 2, below("c")),
                span("t", "e", "trigger circle", 1, 2, below("e")),
                span("t", "f", "f", 1, 2, below("e")));
        JsonNode roots =
                collapsing.gets("engine::traces::tree", "{\"trace_id\":\"t\"}").get("roots");
        assertThat(tree(roots)).isEqualTo("x(d) f");
        assertThat(roots.at("/0/children/0/parent_span_id").stringValue()).isEqualTo("a");
    }

    @Test
    void groupsAreSortedAndCounted() {
        recorder.spans(
                span(
                        "t1",
                        "a",
                        "n",
                        100 * MS,
                        105 * MS,
                        ",\"attributes\":[" + text("k", "v1") + "," + text("l", "old") + "]"),
                span(
                        "t2",
                        "a",
                        "n",
                        101 * MS,
                        110 * MS,
                        ",\"status\":{\"code\":2},\"attributes\":[" + text("k", "v1") + "," + text("l", "new") + "]"),
                span("t3", "a", "n", 160 * MS, 165 * MS, ",\"attributes\":[" + text("k", "v2") + "]"),
                span(
                        "t4",
                        "a",
                        "n",
                        170 * MS,
                        175 * MS,
                        ",\"attributes\":[" + text("k", "v2") + "," + text("iii.function.kind", "internal") + "]"),
                span("t5", "a", "n", 170 * MS, 175 * MS, ""));
        JsonNode groups = recorder.gets("engine::traces::group_by", "{\"attribute\":\"k\",\"label_attribute\":\"l\"}")
                .get("groups");
        assertThat(groups.get(0).toString())
                .isEqualTo("{\"value\":\"v2\",\"label\":null,\"trace_ids\":[\"t3\"],\"span_count\":1,"
                        + "\"first_seen_ms\":160,\"last_seen_ms\":165,\"duration_ms\":5,\"error_count\":0}");
        assertThat(groups.get(1).toString())
                .isEqualTo("{\"value\":\"v1\",\"label\":\"new\",\"trace_ids\":[\"t1\",\"t2\"],\"span_count\":2,"
                        + "\"first_seen_ms\":100,\"last_seen_ms\":110,\"duration_ms\":10,\"error_count\":1}");
        assertThat(groups).hasSize(2);
        assertThat(recorder.gets("engine::traces::group_by", "{\"attribute\":\"k\",\"include_internal\":true}")
                        .at("/groups/0/span_count")
                        .asInt())
                .isEqualTo(2);
        assertThat(recorder.gets("engine::traces::group_by", "{\"attribute\":\"k\",\"since_ms\":111}")
                        .get("groups"))
                .hasSize(1);
        assertThat(recorder.gets("engine::traces::group_by", "{\"attribute\":\"k\",\"limit\":1}")
                        .get("groups"))
                .hasSize(1);
    }

    @Test
    void clearDeletesAllSpans() {
        someSpans();
        assertThat(recorder.gets("engine::traces::clear", "{}").toString()).isEqualTo("{\"success\":true}");
        assertThat(recorder.telemetry.spans()).isEmpty();
    }

    @Test
    void spansCannotBeReadWhenTelemetryIsDisabled() {
        Recorder off = new Recorder(Recorder.off());
        off.spans(span("t", "a", "n", 1, 2, ""));
        assertThat(off.telemetry.spans()).isEmpty();
        for (String function : List.of("list", "clear")) {
            assertThat(off.fails("engine::traces::" + function, "{}"))
                    .isEqualTo(new ErrorBody(
                            "memory_exporter_not_enabled",
                            "In-memory span storage is not available. Set exporter: memory or both in config."));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "list | {\"limit\":-1} | invalid value: integer `-1`, expected usize",
                "list | {\"attributes\":[\"x\"]} | invalid type: string \"x\", expected a sequence",
                "list | {\"min_duration_ms\":\"1\"} | invalid type: string \"1\", expected f64",
                "tree | {} | missing field `trace_id`",
                "group_by | {\"attribute\":1} | invalid type: integer `1`, expected a string"
            })
    void invalidInputIsAnError(String function, String data, String message) {
        assertThat(recorder.fails("engine::traces::" + function, data))
                .isEqualTo(new ErrorBody(
                        "deserialization_error",
                        "Failed to deserialize input for engine::traces::" + function + ": " + message));
    }
}
