package dev.iii.example.inventory.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.iii.example.inventory.domain.Command.AddItem;
import dev.iii.example.inventory.domain.Command.SellItem;
import dev.iii.example.inventory.request.Requests.HistoryRequest;
import dev.iii.sdk.error.InvalidRequestException;
import dev.iii.sdk.error.InvalidRequestException.FieldError;
import dev.iii.sdk.json.Json;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RequestsTest {

    private static final String GOOD_ADD = "{\"sku\":\"A-1\",\"name\":\"Anvil\",\"quantity\":10,\"priceCents\":1999}";

    private static List<FieldError> errors(Runnable read) {
        InvalidRequestException e = catchThrowableOfType(InvalidRequestException.class, read::run);
        assertThat(e).isNotNull();
        return e.errors();
    }

    private static List<FieldError> sellErrors(String json) {
        return errors(() -> Requests.SELL.read(Json.parse(json)));
    }

    @Test
    void validRequestsAreRead() {
        assertThat(Requests.ADD.read(Json.parse(GOOD_ADD))).isEqualTo(new AddItem("A-1", "Anvil", 10, 1999, null));
        assertThat(Requests.ADD.read(
                        Json.parse(GOOD_ADD.replace("}", ",\"lowStockThreshold\":0,\"_caller_worker_id\":\"w\"}"))))
                .isEqualTo(new AddItem("A-1", "Anvil", 10, 1999, 0L));
        assertThat(Requests.SELL.read(Json.parse("{\"sku\":\"x.y_z-9\",\"quantity\":1000000}")))
                .isEqualTo(new SellItem("x.y_z-9", 1_000_000, null));
        assertThat(Requests.HISTORY.read(Json.parse("{\"sku\":\"A\",\"limit\":\"7\"}")))
                .isEqualTo(new HistoryRequest("A", Optional.empty(), 7));
        assertThat(Requests.HISTORY.read(Json.parse("{\"sku\":\"A\"}")).limit()).isEqualTo(Requests.MAX_PAGE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0",
                "-1",
                "-0",
                "1000001",
                "9223372036854775807",
                "9223372036854775808",
                "-9223372036854775809",
                "99999999999999999999999999999999999999999999",
                "1.5",
                "1.0",
                "1e3",
                "1e400",
                "-1e-400",
                "\"5\"",
                "true",
                "[1]",
                "{\"n\":1}",
                "\"\"",
                "null"
            })
    void anInvalidQuantityIsReported(String quantity) {
        assertThat(sellErrors("{\"sku\":\"A\",\"quantity\":" + quantity + "}"))
                .singleElement()
                .satisfies(error -> {
                    assertThat(error.field()).isEqualTo("quantity");
                    assertThat(error.message())
                            .isIn("must be a whole number", "must be from 1 to 1000000", "is missing");
                });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"\"",
                "\" \"",
                "\"a b\"",
                "\"a/b\"",
                "\"<script>\"",
                "\"\\u0000\"",
                "\"ä\"",
                "5",
                "null",
                "[\"A\"]",
                "{}"
            })
    void anInvalidSkuIsReported(String sku) {
        assertThat(sellErrors("{\"sku\":" + sku + ",\"quantity\":1}"))
                .extracting(FieldError::field)
                .containsExactly("sku");
    }

    @Test
    void allInvalidFieldsAreReportedTogether() {
        assertThat(
                        errors(
                                () -> Requests.ADD.read(
                                        Json.parse(
                                                "{\"sku\":\"\",\"name\":\"\\n\",\"quantity\":-1,\"priceCents\":1.5,\"lowStockThreshold\":\"x\"}"))))
                .containsExactly(
                        new FieldError("sku", "must be 1 to 64 letters, digits, '.', '_' or '-'"),
                        new FieldError("name", "must be 1 to 200 characters, not blank, without control characters"),
                        new FieldError("quantity", "must be from 1 to 1000000"),
                        new FieldError("priceCents", "must be a whole number"),
                        new FieldError("lowStockThreshold", "must be a whole number"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "{}", "[]", "\"sell\"", "5"})
    void allFieldsAreMissingInAValueThatIsNotAnObject(String json) {
        assertThat(sellErrors(json)).extracting(FieldError::field).containsExactly("sku", "quantity");
        assertThat(sellErrors(json).get(0).message()).contains("application/json");
    }

    @Test
    void theMessageDoesNotContainALongValue() {
        String megabyte = "a".repeat(1 << 20);
        assertThat(sellErrors("{\"sku\":\"" + megabyte + "\",\"quantity\":" + "1".repeat(900) + "}")
                        .toString())
                .hasSizeLessThan(500);
    }

    @Test
    void unknownFieldsAreReportedByName() {
        assertThat(sellErrors("{\"sku\":\"A\",\"quantity\":1,\"a\":1,\"b\":null}"))
                .containsExactly(
                        new FieldError("a", "is not a field of this request"),
                        new FieldError("b", "is not a field of this request"));
        assertThat(sellErrors("{\"sku\":\"A\",\"quantity\":1,\"" + "x".repeat(5_000) + "\":1}")
                        .toString())
                .hasSizeLessThan(500);
        assertThat(errors(() -> Requests.ITEMS.read(Json.parse("{\"sort\":\"color\",\"lowStock\":\"yes\"}"))))
                .extracting(FieldError::field)
                .containsExactly("sort", "lowStock");
    }

    /** A random request is either read with its exact values or rejected with the names of its invalid fields. */
    @Test
    void randomRequestsAreReadOrRejectedWithFieldNames() {
        String[] values = {
            "0",
            "1",
            "-1",
            "1.5",
            "1e400",
            "9223372036854775808",
            "\"\"",
            "\"A\"",
            "\"<b>\"",
            "null",
            "true",
            "[]",
            "{}",
            "[[[[1]]]]",
            "\"" + "x".repeat(5_000) + "\"",
            "1000000",
            "\"\\ud83d\\ude00\"",
            "\"\\u0007\""
        };
        Random random = new Random(7);
        for (int i = 0; i < 10_000; i++) {
            String body = "{\"sku\":" + values[random.nextInt(values.length)] + ",\"name\":"
                    + values[random.nextInt(values.length)] + ",\"quantity\":" + values[random.nextInt(values.length)]
                    + ",\"priceCents\":" + values[random.nextInt(values.length)] + "}";
            try {
                AddItem add = Requests.ADD.read(Json.parse(body));
                assertThat(add.sku()).isEqualTo("A");
                assertThat(add.quantity()).isIn(1L, 1_000_000L);
                assertThat(add.priceCents()).isIn(1L, 1_000_000L);
            } catch (InvalidRequestException e) {
                assertThat(e.errors())
                        .isNotEmpty()
                        .allSatisfy(error -> assertThat(error.field()).isIn("sku", "name", "quantity", "priceCents"));
            }
        }
    }
}
