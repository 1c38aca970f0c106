package dev.iii.sdk.internal.jackson;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.iii.sdk.error.InvalidPayloadException;
import dev.iii.sdk.json.Json;
import dev.iii.sdk.json.TypeRef;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What the schema calls required is required when reading, and what it lets be null may be null. */
class RequiredFieldsTest {

    /** The key of entries in maps. */
    private static final String KEY = "SMALL";

    private static final String LINE = "{'sku':'A','quantity':1}";

    private static Arguments type(TypeRef<?> type, String full) {
        return Arguments.of(Named.of(type.toString(), type.type()), full.replace('\'', '"'));
    }

    private static Arguments type(Class<?> type, String full) {
        return type(TypeRef.of(type), full);
    }

    static Stream<Arguments> types() {
        return Stream.of(
                type(ReadTypes.Line.class, LINE),
                type(ReadTypes.Primitives.class, "{'a':true,'b':1,'c':2,'d':3,'e':4,'f':0.5,'g':1.5,'h':'x'}"),
                type(
                        ReadTypes.Boxed.class,
                        "{'a':true,'b':1,'c':2,'d':3.5,'e':4,'f':1.5,'g':1,'h':'x','i':1,'j':1,'k':0.5,'l':'x'}"),
                type(ReadTypes.Optionals.class, "{'a':'x','b':1,'c':2,'d':1.5,'e':" + LINE + "}"),
                type(ReadTypes.Nullables.class, "{'a':'x','b':" + LINE + ",'c':1,'d':[" + LINE + "]}"),
                type(ReadTypes.Explicit.class, "{'a':'x','b':'y'}"),
                type(ReadTypes.ByAccessor.class, "{'a':'x','b':'y'}"),
                type(
                        ReadTypes.Dates.class,
                        "{'a':'2026-01-31T12:00:00Z','b':'2026-01-31','c':'12:00:00','d':'2026-01-31T12:00:00',"
                                + "'e':'2026-01-31T12:00:00Z','f':'PT30S','g':'123e4567-e89b-12d3-a456-426614174000',"
                                + "'h':'https://example.com'}"),
                type(
                        ReadTypes.Containers.class,
                        "{'a':[" + LINE + "],'b':['x'],'c':{'SMALL':" + LINE + "},'d':{'SMALL':1},'e':['x'],'f':[1],"
                                + "'g':['x'],'h':{'SMALL':1},'i':[{'SMALL':[" + LINE + "]}]}"),
                type(ReadTypes.Anything.class, "{'a':1,'b':'x','c':[1],'d':{}}"),
                type(ReadTypes.Enums.class, "{'a':'SMALL','b':'big','c':['big']}"),
                type(
                        new TypeRef<ReadTypes.Page<ReadTypes.Line>>() {},
                        "{'items':[" + LINE + "],'first':" + LINE + ",'last':" + LINE + "}"),
                type(new TypeRef<ReadTypes.Page<Optional<String>>>() {}, "{'items':['x'],'first':'x','last':'x'}"),
                type(ReadTypes.OfOptionals.class, "{'page':{'items':['x'],'first':'x','last':'x'}}"),
                type(ReadTypes.Payment.class, "{'kind':'Card','number':'1','holder':'x'}"),
                type(
                        ReadTypes.Paid.class,
                        "{'by':{'kind':'Cash','cents':1},'rest':{'kind':'Card','number':'1','holder':'x'},"
                                + "'more':[{'kind':'Cash','cents':1}]}"),
                type(ReadTypes.Shape.class, "{'@type':'circle','radius':1,'colour':'red'}"),
                type(
                        ReadTypes.Drawing.class,
                        "{'shape':{'@type':'square','side':1},'frame':{'@type':'circle','radius':1,'colour':'red'}}"),
                type(ReadTypes.Renamed.class, "{'stock_keeping_unit':'A','quantity':1}"),
                type(ReadTypes.Eased.class, "{'a':'x','b':'x','c':'x','d':'x'}"),
                type(ReadTypes.Unwrapped.class, "{'sku':'A','quantity':1,'note':'n'}"),
                type(ReadTypes.Wrapped.class, "{'sku':'A','other':'B','all':['C']}"),
                type(
                        ReadTypes.Tree.class,
                        "{'name':'a','children':[{'name':'b','children':[]}],'best':{'name':'c','children':[]}}"),
                type(ReadTypes.Fields.class, "{'a':'x','b':1,'c':'x','d':" + LINE + ",'e':'x'}"),
                type(ReadTypes.Setters.class, "{'a':'x','b':1}"),
                type(ReadTypes.Created.class, "{'a':'x','b':1,'c':1,'d':'x'}"),
                type(ReadTypes.Made.class, "{'a':'x'}"),
                type(new TypeRef<List<ReadTypes.Line>>() {}, "[" + LINE + "]"),
                type(new TypeRef<Map<String, ReadTypes.Line>>() {}, "{'SMALL':" + LINE + "}"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("types")
    void schemaAndReadingAgreeOnEachFieldThatIsLeftOutOrNull(Type type, String full) {
        String schemaText = Schemas.of(type).text();
        Schema schema = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(schemaText);
        Map<String, Boolean> bySchema = new LinkedHashMap<>();
        Map<String, Boolean> byReading = new LinkedHashMap<>();
        Stream.concat(Stream.of(full), variants(Json.parse(full)).stream().map(Json::text))
                .forEach(document -> {
                    bySchema.put(
                            document,
                            schema.validate(document, InputFormat.JSON).isEmpty());
                    byReading.put(document, isRead(document, type));
                });
        assertThat(byReading).as(schemaText).containsEntry(full, true).isEqualTo(bySchema);
    }

    private static boolean isRead(String document, Type type) {
        try {
            return Json.parse(document).as(TypeRef.of(type)) != null;
        } catch (InvalidPayloadException e) {
            assertThat(e).hasMessageMatching(".*: (missing|null); expected .*");
            return false;
        }
    }

    /** The document with one field left out or null, or one element null, at any depth. */
    private static List<Json> variants(Json json) {
        List<Json> variants = new ArrayList<>();
        Map<String, Json> fields = json.fields();
        fields.forEach((name, value) -> {
            if (!name.equals(KEY)) {
                variants.add(changed(fields, name, null));
            }
            variants.add(changed(fields, name, Json.NULL));
            variants(value).forEach(inner -> variants.add(changed(fields, name, inner)));
        });
        List<Json> elements = json.elements();
        for (int i = 0; i < elements.size(); i++) {
            List<Json> inners = new ArrayList<>(variants(elements.get(i)));
            inners.add(Json.NULL);
            for (Json inner : inners) {
                List<Json> copy = new ArrayList<>(elements);
                copy.set(i, inner);
                variants.add(Json.array(copy));
            }
        }
        return variants;
    }

    private static Json changed(Map<String, Json> fields, String name, @Nullable Json value) {
        Map<String, Json> copy = new LinkedHashMap<>(fields);
        copy.remove(name);
        if (value != null) {
            copy.put(name, value);
        }
        return Json.object(copy);
    }

    @Test
    void anOptionalIsEmptyAndNeverNull() {
        Function<String, ReadTypes.Optionals> read = text -> Json.parse(text).as(ReadTypes.Optionals.class);
        for (String text : List.of("{}", "{\"a\":null,\"b\":null,\"c\":null,\"d\":null,\"e\":null}")) {
            ReadTypes.Optionals optionals = read.apply(text);
            assertThat(optionals.a()).isEmpty();
            assertThat(optionals.b()).isEqualTo(OptionalInt.empty());
            assertThat(optionals.c()).isEmpty();
            assertThat(optionals.d()).isEmpty();
            assertThat(optionals.e()).isEmpty();
        }
        assertThat(Json.NULL.as(new TypeRef<Optional<String>>() {})).isEqualTo(Optional.empty());
    }

    @Test
    void whatIsMissingIsToldWithThePlaceAndWhatWasExpected() {
        assertThatThrownBy(() -> Json.parse("[{\"sku\":\"A\",\"quantity\":1},{\"quantity\":1}]")
                        .as(new TypeRef<List<ReadTypes.Line>>() {}))
                .hasMessage("[1].sku: missing; expected a string");
        assertThatThrownBy(() -> Json.parse("{\"sku\":null,\"quantity\":1}").as(ReadTypes.Line.class))
                .hasMessage("sku: null; expected a string");
    }
}
