package dev.iii.eventsourcing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.iii.eventsourcing.Payload.Field;
import dev.iii.sdk.error.InvalidRequestException;
import dev.iii.sdk.error.InvalidRequestException.FieldError;
import dev.iii.sdk.json.Json;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PayloadTest {

    private static final Field<String> SKU = Field.text("sku", Pattern.compile("[A-Z]{1,9}"), "must be 1 to 9 letters");
    private static final Field<String> NAME = Field.text("name", name -> !name.isBlank(), "must not be blank");
    private static final Field<Long> QUANTITY = Field.whole("quantity", 1, 100);
    private static final Field<Long> PRICE = Field.whole("price", -5, 5).optional();
    private static final Field<Long> LIMIT =
            Field.wholeParameter("limit", 1, 10).otherwise(7L);
    private static final Field<Boolean> LOW = Field.flagParameter("low").otherwise(false);

    private record Request(String sku, String name, long quantity, Optional<Long> price, long limit, boolean low) {}

    private static final Payload<Request> PAYLOAD = Payload.of(
            fields -> new Request(
                    fields.get(SKU),
                    fields.get(NAME),
                    fields.get(QUANTITY),
                    fields.find(PRICE),
                    fields.get(LIMIT),
                    fields.get(LOW)),
            SKU,
            NAME,
            QUANTITY,
            PRICE,
            LIMIT,
            LOW);

    private static List<FieldError> errors(String json) {
        InvalidRequestException e =
                catchThrowableOfType(InvalidRequestException.class, () -> PAYLOAD.read(Json.parse(json)));
        assertThat(e).isNotNull();
        return e.errors();
    }

    @Test
    void allFieldsAreRead() {
        assertThat(PAYLOAD.read(Json.parse(
                        "{\"sku\":\"A\",\"name\":\"Anvil\",\"quantity\":100,\"price\":-5,\"limit\":1,\"low\":true}")))
                .isEqualTo(new Request("A", "Anvil", 100, Optional.of(-5L), 1, true));
    }

    @Test
    void optionalFieldsMayBeMissingOrNull() {
        Request expected = new Request("A", "Anvil", 1, Optional.empty(), 7, false);
        assertThat(PAYLOAD.read(Json.parse("{\"sku\":\"A\",\"name\":\"Anvil\",\"quantity\":1}")))
                .isEqualTo(expected);
        assertThat(PAYLOAD.read(
                        Json.parse("{\"sku\":\"A\",\"name\":\"Anvil\",\"quantity\":1,\"price\":null,\"limit\":null,"
                                + "\"low\":null,\"_caller_worker_id\":\"w\"}")))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"'\"3\"', 3, '\"true\"', true", "10, 10, false, false"})
    void parametersMayBeStrings(String limit, long expected, String low, boolean isLow) {
        assertThat(PAYLOAD.read(Json.parse("{\"sku\":\"A\",\"name\":\"Anvil\",\"quantity\":1,\"limit\":" + limit
                        + ",\"low\":" + low + "}")))
                .isEqualTo(new Request("A", "Anvil", 1, Optional.empty(), expected, isLow));
    }

    @Test
    void allErrorsAreReportedInTheOrderOfTheFields() {
        assertThat(errors("{\"zip\":1,\"quantity\":\"3\",\"name\":\" \",\"price\":6,\"limit\":\"x\",\"low\":\"no\"}"))
                .containsExactly(
                        new FieldError("sku", "is missing"),
                        new FieldError("name", "must not be blank"),
                        new FieldError("quantity", "must be a whole number"),
                        new FieldError("price", "must be from -5 to 5"),
                        new FieldError("limit", "must be a whole number"),
                        new FieldError("low", "must be true or false"),
                        new FieldError("zip", "is not a field of this request"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.0", "1e1", "9223372036854775808", "-9223372036854775809", "1.5", "[]", "true"})
    void onlyWholeNumbersInRangeAreRead(String quantity) {
        assertThat(errors("{\"sku\":\"A\",\"name\":\"Anvil\",\"quantity\":" + quantity + "}"))
                .extracting(FieldError::field)
                .containsExactly("quantity");
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "[]", "5", "\"text\"", "{}"})
    void allRequiredFieldsAreMissingInAValueWithoutFields(String json) {
        assertThat(errors(json)).extracting(FieldError::field).containsExactly("sku", "name", "quantity");
        assertThat(errors(json).get(0).message()).contains("application/json");
    }

    @Test
    void theMessagesContainNoLongText() {
        assertThat(errors("{\"sku\":\"" + "a".repeat(100_000) + "\",\"" + "b".repeat(100_000) + "\":1}")
                        .toString())
                .hasSizeLessThan(600);
    }

    @Test
    void theSchemaContainsTheRules() {
        Json schema = PAYLOAD.schema();
        assertThat(schema.field("required").text()).isEqualTo("[\"sku\",\"name\",\"quantity\"]");
        assertThat(schema.field("additionalProperties").text()).isEqualTo("false");
        Json fields = schema.field("properties");
        assertThat(fields.fields()).containsOnlyKeys("sku", "name", "quantity", "price", "limit", "low");
        assertThat(fields.field("sku").field("pattern").as(String.class)).isEqualTo("^(?:[A-Z]{1,9})$");
        assertThat(fields.field("quantity").field("maximum").text()).isEqualTo("100");
    }

    @Test
    void aFieldThatIsNotDeclaredCannotBeRead() {
        Field<Long> other = Field.whole("quantity", 1, 2);
        assertThatThrownBy(
                        () -> Payload.of(fields -> fields.get(other), QUANTITY).read(Json.parse("{\"quantity\":1}")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("field quantity is not declared for this payload");
        assertThatThrownBy(() -> Payload.of(fields -> fields.get(PRICE), PRICE).read(Json.parse("{}")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("field price is optional and was not sent");
    }

    private record Numbers(int limit, @Nullable Long price, Optional<Long> quantity) {}

    @Test
    void aNameBelongsToOneField() {
        assertThatThrownBy(() -> Payload.of(fields -> fields.get(SKU), SKU, Field.whole("sku", 1, 2)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("two fields have the name sku");
    }

    @Test
    void aRecordIsReadFromTheFieldsWithTheNamesOfItsComponents() {
        Json json = Json.parse("{\"sku\":\"A\",\"name\":\"Anvil\",\"quantity\":3,\"low\":true}");
        assertThat(Payload.of(Request.class, LOW, SKU, NAME, QUANTITY, PRICE, LIMIT)
                        .read(json))
                .isEqualTo(new Request("A", "Anvil", 3, Optional.empty(), 7, true))
                .isEqualTo(PAYLOAD.read(json));
    }

    @Test
    void componentsMayBeIntegersOptionalOrNull() {
        Payload<Numbers> payload = Payload.of(Numbers.class, QUANTITY.optional(), PRICE, LIMIT);
        assertThat(payload.read(Json.parse("{}"))).isEqualTo(new Numbers(7, null, Optional.empty()));
        assertThat(payload.read(Json.parse("{\"limit\":2,\"price\":-3,\"quantity\":4}")))
                .isEqualTo(new Numbers(2, -3L, Optional.of(4L)));
    }

    private record Primitive(long price) {}

    private record Small(int quantity) {}

    private record Text(String quantity) {}

    private record Maybe(Optional<Long> quantity) {}

    private record Flag(boolean low) {}

    @Test
    void aRecordThatDoesNotFitIsRefusedWhenThePayloadIsCreated() {
        assertRefused(
                () -> Payload.of(Primitive.class, PRICE), "Primitive.price is long", "because the field is optional");
        assertRefused(
                () -> Payload.of(Small.class, Field.whole("quantity", 1, 3_000_000_000L)), "Small.quantity is int");
        assertRefused(
                () -> Payload.of(Small.class, Field.whole("quantity", -3_000_000_000L, 1)), "Small.quantity is int");
        assertRefused(() -> Payload.of(Text.class, QUANTITY), "Text.quantity is String; it must have the type Long");
        assertRefused(() -> Payload.of(Maybe.class, QUANTITY), "Maybe.quantity is Optional");
        assertRefused(() -> Payload.of(Flag.class), "no field of the payload is for", "Flag.low");
        assertRefused(() -> Payload.of(Flag.class, LOW, SKU), "has no component for the fields [sku]");
    }

    private static void assertRefused(ThrowingCallable creation, String... parts) {
        assertThatThrownBy(creation)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll(parts);
    }

    private record Even(long quantity) {
        private Even {
            if (quantity % 2 != 0) {
                throw new InvalidRequestException(List.of(new FieldError("quantity", "must be even")));
            }
        }
    }

    @Test
    void theExceptionOfAConstructorOfARecordIsThrown() {
        Payload<Even> payload = Payload.of(Even.class, QUANTITY);
        assertThat(payload.read(Json.parse("{\"quantity\":2}"))).isEqualTo(new Even(2));
        assertThatThrownBy(() -> payload.read(Json.parse("{\"quantity\":3}")))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("must be even");
    }
}
