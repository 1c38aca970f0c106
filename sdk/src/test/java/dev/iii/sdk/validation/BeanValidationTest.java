package dev.iii.sdk.validation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import dev.iii.sdk.error.InvalidRequestException;
import dev.iii.sdk.json.Json;
import dev.iii.sdk.json.TypeRef;
import jakarta.validation.Constraint;
import jakarta.validation.ConstraintValidator;
import jakarta.validation.ConstraintValidatorContext;
import jakarta.validation.Payload;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.Size;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.reflect.Type;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The checks of Bean Validation, with Hibernate Validator as the provider. */
class BeanValidationTest {

    record Line(
            @NotBlank String sku,

            @JsonProperty("item_count") @Min(value = 1, message = "must be at least 1")
            int count) {}

    record Order(
            @NotEmpty(message = "must not be empty") List<@Valid Line> lines,
            Map<String, @Min(value = 0, message = "must not be negative") Integer> prices,
            Optional<@Size(max = 3, message = "must be short") String> note) {}

    record Free(String sku, int quantity) {}

    sealed interface Payment {
        record Card(@NotBlank(message = "must not be blank") String number) implements Payment {}

        record Cash(int cents) implements Payment {}
    }

    @JsonSubTypes(@JsonSubTypes.Type(Square.class))
    interface Shape {}

    record Square(
            @Min(value = 1, message = "must be at least 1") int side) implements Shape {}

    @Retention(RetentionPolicy.RUNTIME)
    @Constraint(validatedBy = InOrder.Validator.class)
    @interface InOrder {

        String message() default "from must not be after to";

        Class<?>[] groups() default {};

        Class<? extends Payload>[] payload() default {};

        class Validator implements ConstraintValidator<InOrder, Range> {
            @Override
            public boolean isValid(Range range, ConstraintValidatorContext context) {
                return range.from() <= range.to();
            }
        }
    }

    @InOrder
    record Range(int from, int to) {}

    record Ranges(@Valid List<Range> ranges) {}

    record Page<T>(List<@Valid T> items) {}

    static class Account {

        private final String name;

        Account(String name) {
            this.name = name;
        }

        @NotBlank(message = "must not be blank")
        @JsonProperty("account_name")
        public String getName() {
            return name;
        }
    }

    static final class Premium extends Account {
        Premium(String name) {
            super(name);
        }
    }

    private static List<String> errors(Type type, Object input) {
        InvalidRequestException failure = catchThrowableOfType(
                InvalidRequestException.class,
                () -> InputValidator.standard().checkOf(type).orElseThrow().check(input));
        return failure == null
                ? List.of()
                : failure.errors().stream()
                        .map(error -> error.field() + ": " + error.message())
                        .toList();
    }

    @Test
    void allInvalidFieldsAreReportedWithTheirNamesInTheJson() {
        Order order =
                new Order(List.of(new Line("A-1", 1), new Line("A-2", 0)), Map.of("EUR", -1), Optional.of("long"));
        assertThat(errors(Order.class, order))
                .containsExactly(
                        "lines[1].item_count: must be at least 1",
                        "note: must be short",
                        "prices.EUR: must not be negative");
        assertThat(errors(Order.class, new Order(List.of(), Map.of(), Optional.empty())))
                .containsExactly("lines: must not be empty");
    }

    @Test
    void aValidInputPasses() {
        assertThat(errors(Order.class, new Order(List.of(new Line("A-1", 1)), Map.of("EUR", 1), Optional.empty())))
                .isEmpty();
    }

    @Test
    void elementsOfContainersAreChecked() {
        Line invalid = new Line("A-1", 0);
        String error = "item_count: must be at least 1";
        Line valid = new Line("A-1", 1);
        assertThat(errors(new TypeRef<List<Line>>() {}.type(), List.of(valid, invalid)))
                .containsExactly("[1]." + error);
        assertThat(errors(Line[].class, new Line[] {invalid})).containsExactly("[0]." + error);
        assertThat(errors(new TypeRef<Map<String, List<Line>>>() {}.type(), Map.of("a", List.of(invalid))))
                .containsExactly("a[0]." + error);
        assertThat(errors(new TypeRef<Optional<Line>>() {}.type(), Optional.of(invalid)))
                .containsExactly(error);
        assertThat(errors(new TypeRef<Optional<Line>>() {}.type(), Optional.empty()))
                .isEmpty();
        assertThat(errors(new TypeRef<Set<? extends Line>>() {}.type(), Set.of(invalid)))
                .containsExactly("[0]." + error);
        assertThat(errors(new TypeRef<Page<Line>>() {}.type(), new Page<>(List.of(invalid))))
                .hasSize(1)
                .allMatch(text -> text.startsWith("items[0]."));
    }

    @Test
    void subtypesAreChecked() {
        assertThat(errors(Payment.class, new Payment.Card(""))).containsExactly("number: must not be blank");
        assertThat(errors(Payment.class, new Payment.Cash(1))).isEmpty();
        assertThat(errors(Shape.class, new Square(0))).containsExactly("side: must be at least 1");
    }

    @Test
    void gettersAndSuperclassesAreChecked() {
        assertThat(errors(Premium.class, new Premium(""))).containsExactly("account_name: must not be blank");
    }

    @Test
    void aConstraintOfAWholeClassHasThePathOfTheValue() {
        assertThat(errors(Range.class, new Range(2, 1))).containsExactly(": from must not be after to");
        assertThat(errors(Ranges.class, new Ranges(List.of(new Range(1, 2), new Range(2, 1)))))
                .containsExactly("ranges[1]: from must not be after to");
    }

    @Test
    void errorsContainNoValues() {
        assertThat(errors(Line.class, new Line(" ", -7))).hasSize(2).noneMatch(error -> error.contains("-7"));
    }

    static List<Type> typesWithoutConstraints() {
        return List.of(
                Free.class,
                String.class,
                int.class,
                int[].class,
                Json.class,
                Map.class,
                new TypeRef<List<Free>>() {}.type(),
                new TypeRef<Map<String, Object>>() {}.type(),
                Payment.Cash.class);
    }

    @ParameterizedTest
    @MethodSource("typesWithoutConstraints")
    void aTypeWithoutConstraintsNeedsNoCheck(Type type) {
        assertThat(InputValidator.standard().checkOf(type)).isEmpty();
        assertThat(InputValidator.none().checkOf(type)).isEmpty();
    }

    @Test
    void noValidatorChecksNothing() {
        assertThat(InputValidator.none().checkOf(Order.class)).isEmpty();
        assertThatCode(() -> InputValidator.standard().checkOf(Order.class)).doesNotThrowAnyException();
    }
}
