package dev.iii.stub.vectors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.iii.transport.Closing;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The steps with sockets, on an engine of a few lines. */
class PlayerTest {

    private static final String OPEN = "{\"conn\":\"a\",\"open\":{}}";
    private static final String GREETING =
            "{\"conn\":\"a\",\"expect\":{\"type\":\"workerregistered\",\"$extra\":true}}";

    private EchoEngine engine;

    @BeforeEach
    void start() throws IOException {
        engine = new EchoEngine();
    }

    @AfterEach
    void stop() {
        engine.close();
    }

    private void play(String... steps) {
        List<String> lines = new ArrayList<>(List.of("{\"scenario\":\"s\"}"));
        lines.addAll(List.of(steps));
        new Player(engine.endpoints(), Waits.DOCUMENTED).play(Scenario.parse("s", lines));
    }

    /** For steps that are to fail because nothing comes. */
    private void playInVain(String... steps) {
        List<String> lines = new ArrayList<>(List.of("{\"scenario\":\"s\"}"));
        lines.addAll(List.of(steps));
        new Player(engine.endpoints(), Waits.IMPATIENT).play(Scenario.parse("s", lines));
    }

    @Test
    void everyKindOfStepPasses() {
        assertThatCode(() -> play(
                        "{\"conn\":\"a\",\"worker\":{\"name\":\"n\"}}",
                        "{\"conn\":\"a\",\"send\":{\"v\":[\"${run}\",\"${a_id}\"]}}",
                        "{\"conn\":\"a\",\"expect\":{\"v\":[\"$string:r\",\"$uuid\"]}}",
                        "{\"set\":{\"copy\":\"${r}!\"}}",
                        "{\"conn\":\"a\",\"send_text\":\"no json, ${copy}\"}",
                        "{\"conn\":\"a\",\"expect\":{\"$text\":\"no json, ${run}!\"}}",
                        "{\"conn\":\"a\",\"send_binary\":\"00ff\"}",
                        "{\"conn\":\"a\",\"send_binary\":{\"prefix\":\"OTLP\",\"json\":{\"a\":1}}}",
                        "{\"conn\":\"a\",\"unordered\":[{\"$binary\":\"4f544c507b2261223a20317d\"},{\"$binary\":\"00ff\"}]}",
                        "{\"conn\":\"a\",\"call\":{\"function_id\":\"f\",\"data\":{\"x\":1}},\"result\":{\"x\":1.0}}",
                        "{\"conn\":\"a\",\"call\":{\"function_id\":\"fail\",\"data\":{\"code\":\"c\"}},\"error\":{\"code\":\"c\"}}",
                        "{\"conn\":\"a\",\"call\":{\"function_id\":\"f\",\"data\":null}}",
                        "{\"conn\":\"a\",\"call\":{\"function_id\":\"f\",\"data\":2},\"as\":\"c1\"}",
                        "{\"note\":\"${c1} is its id\"}",
                        "{\"conn\":\"a\",\"await\":\"c1\",\"result\":2}",
                        "{\"conn\":\"a\",\"quiet_ms\":20}",
                        "{\"sleep_ms\":5}",
                        "{\"conn\":\"a\",\"close\":true}"))
                .doesNotThrowAnyException();
    }

    @Test
    void upgradesAreRefusedOrPending() {
        assertThatCode(() -> play(
                        "{\"conn\":\"x\",\"open\":{\"path\":\"/nowhere\"},\"refused\":404}",
                        "{\"conn\":\"b\",\"open\":{\"path\":\"/late?a=%20\",\"headers\":{\"X-A\":\"1\"}},\"pending\":true}",
                        OPEN,
                        GREETING,
                        "{\"sleep_ms\":50}",
                        "{\"conn\":\"a\",\"send_text\":\"release\"}",
                        "{\"conn\":\"b\",\"opened\":true}",
                        "{\"conn\":\"b\",\"expect\":{\"type\":\"workerregistered\",\"$extra\":true}}"))
                .doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource({"close", "drop"})
    void theEndOfAConnectionIsSeen(String how) {
        assertThatCode(() -> play(
                        OPEN,
                        GREETING,
                        "{\"conn\":\"a\",\"send_text\":\"" + how + "\"}",
                        "{\"conn\":\"a\",\"closed\":true}"))
                .doesNotThrowAnyException();
    }

    @Test
    void closeShakesHandsAndAbortDoesNot() throws Exception {
        play(OPEN, "{\"conn\":\"a\",\"close\":true}");
        assertThat(engine.nextClosing()).isEqualTo(new Closing(Closing.NORMAL, "", true, true));

        play(OPEN, "{\"conn\":\"a\",\"abort\":true}");
        assertThat(engine.nextClosing().code()).isEqualTo(Closing.ABNORMAL);
    }

    @Test
    void connectionsThatAScenarioLeavesOpenAreClosed() throws Exception {
        play(OPEN);

        assertThat(engine.nextClosing().code()).isEqualTo(Closing.NORMAL);
    }

    @Test
    void bigMessagesArriveWhole() {
        String big = "é".repeat(2_000_000);

        assertThatCode(() -> play(
                        OPEN,
                        GREETING,
                        "{\"conn\":\"a\",\"send\":{\"big\":\"" + big + "\"}}",
                        "{\"conn\":\"a\",\"expect\":{\"big\":\"" + big + "\"}}"))
                .doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'conn':'a','expect':{'type':'workerregistered'}} | line 3: $.worker_id: expected no such field, got",
                "{'conn':'a','expect':{'type':'x','$extra':true}} | line 3: $.type: expected \"x\", got \"workerregistered\"",
                "{'conn':'a','quiet_ms':100} | line 3: expected silence, got {\"type\": \"workerregistered\"",
                "{'conn':'a','closed':true} | line 3: expected the connection to be closed, got a connection that is still open",
                "{'conn':'b','expect':{}} | line 3: there is no connection \"b\"",
                "{'conn':'b','open':{'path':'/nowhere'}} | line 3: expected an accepted upgrade, got status 404",
                "{'conn':'b','open':{'path':'/nowhere'},'refused':400} | line 3: $: expected 400, got 404",
                "{'conn':'b','open':{},'refused':404} | line 3: expected the upgrade to be refused with 404, got an open",
                "{'conn':'b','open':{'port':'rbac'}} | line 3: the engine has no port \"rbac\"",
                "{'conn':'a','await':'c'} | line 3: no call \"c\" waits for its answer",
                "{'conn':'b','opened':true} | line 3: no connection \"b\" is being opened",
                "{'http':'h','expect':{}} | line 3: no HTTP request \"h\" waits for its answer",
                "{'server':'s','reply':{}} | line 3: no request to \"s\" waits for its answer",
                "{'conn':'a','quiet_ms':'long'} | line 3: 'StringNode' method",
                "{'surprise':1} | line 3: a step of an unknown kind: {\"surprise\": 1}",
                "{'conn':'a','send':'${x}'} | line 3: nothing is remembered for ${x}",
            })
    void aStepThatFailsNamesItsLine(String step, String message) {
        assertThatThrownBy(() -> playInVain(OPEN, step.replace('\'', '"')))
                .hasMessageStartingWith("s.jsonl " + message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'conn':'a','expect':{}} | expected a frame, got none within 1500 ms",
                "{'conn':'a','call':{'function_id':'f','data':1},'result':2} | $.result: expected 2, got 1",
                "{'conn':'a','call':{'function_id':'f','data':1}} | $.result: expected no such field, got 1",
                "{'conn':'a','call':{'function_id':'f','data':1},'error':1} | $.error: expected 1, got no such field in",
                "{'conn':'a','call':{'function_id':'fail','data':1},'result':1} | $.result: expected 1, got no such field in",
            })
    void aCallThatDiffersIsNamed(String step, String message) {
        assertThatThrownBy(() -> playInVain(OPEN, GREETING, step.replace('\'', '"')))
                .hasMessageStartingWith("s.jsonl line 4: " + message);
    }

    @Test
    void afterTheEndNothingCanBeExpectedOrSent() {
        // With a closing handshake: the client of the JDK does not always notice a dropped connection.
        String close = "{\"conn\":\"a\",\"send_text\":\"close\"}";

        assertThatThrownBy(() -> play(OPEN, GREETING, close, GREETING))
                .hasMessage("s.jsonl line 5: expected an open connection, got connection closed by peer");
        assertThatThrownBy(() -> play(OPEN, GREETING, close, "{\"conn\":\"a\",\"quiet_ms\":20000}"))
                .hasMessage("s.jsonl line 5: expected an open connection, got connection closed by peer");
        assertThatThrownBy(() -> play(OPEN, close, "{\"conn\":\"a\",\"closed\":true}"))
                .hasMessageStartingWith("s.jsonl line 4: expected no frame before the close, got {\"type\"");
    }
}
