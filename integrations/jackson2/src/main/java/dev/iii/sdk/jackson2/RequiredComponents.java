package dev.iii.sdk.jackson2;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.AnnotatedMember;
import com.fasterxml.jackson.databind.introspect.AnnotatedParameter;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import dev.iii.sdk.json.Json;
import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Executable;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Requires each parameter of the constructor that creates a value, except parameters that are an {@code Optional} or have an
 * annotation named {@code Nullable}.
 */
final class RequiredComponents extends JacksonAnnotationIntrospector {

    private static final long serialVersionUID = 1;

    private static final Set<Class<?>> OPTIONALS =
            Set.of(Optional.class, OptionalInt.class, OptionalLong.class, OptionalDouble.class);

    @Override
    public @Nullable Boolean hasRequiredMarker(AnnotatedMember member) {
        return member instanceof AnnotatedParameter parameter
                ? Boolean.valueOf(isRequired(parameter))
                : super.hasRequiredMarker(member);
    }

    @Override
    public JsonSetter.Value findSetterInfo(Annotated annotated) {
        JsonSetter.Value given = super.findSetterInfo(annotated);
        return annotated instanceof AnnotatedParameter parameter
                        && parameter.getRawType() != Json.class
                        && isRequired(parameter)
                ? given.withValueNulls(Nulls.FAIL)
                : given;
    }

    private boolean isRequired(AnnotatedParameter parameter) {
        return !OPTIONALS.contains(parameter.getRawType())
                && findInjectableValue(parameter) == null
                && !isNullable(parameter);
    }

    private static boolean isNullable(AnnotatedParameter parameter) {
        int index = parameter.getIndex();
        Class<?> owner = parameter.getDeclaringClass();
        if (owner.isRecord() && index < owner.getRecordComponents().length) {
            RecordComponent component = owner.getRecordComponents()[index];
            if (isNullable(component) || isNullable(component.getAnnotatedType())) {
                return true;
            }
        }
        if (!(parameter.getOwner().getAnnotated() instanceof Executable creator)
                || index >= creator.getParameterCount()) {
            return false;
        }
        return isNullable(creator.getParameters()[index])
                || isNullable(creator.getParameters()[index].getAnnotatedType());
    }

    private static boolean isNullable(AnnotatedElement element) {
        return Arrays.stream(element.getAnnotations())
                .map(Annotation::annotationType)
                .anyMatch(type -> type.getSimpleName().equals("Nullable"));
    }
}
