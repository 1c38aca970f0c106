package dev.iii.sdk.internal.jackson;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.DeserializationConfig;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.cfg.MapperConfig;
import tools.jackson.databind.introspect.Annotated;
import tools.jackson.databind.introspect.AnnotatedMember;
import tools.jackson.databind.introspect.AnnotatedParameter;
import tools.jackson.databind.introspect.JacksonAnnotationIntrospector;

/**
 * Makes Jackson apply {@link RequiredFields} and ignore unknown fields.
 *
 * <p>The engine adds an unknown field to every call between workers. Unless unknown fields are declared as ignored
 * here, Jackson buffers them until the object is complete. A program that refuses unknown fields does not get that field, see
 * {@link ClosedInputs}.
 */
final class RequiredFieldsIntrospector extends JacksonAnnotationIntrospector {

    private static final long serialVersionUID = 1;

    @Override
    public JsonIgnoreProperties.Value findPropertyIgnoralByName(MapperConfig<?> config, Annotated annotated) {
        JsonIgnoreProperties.Value given = super.findPropertyIgnoralByName(config, annotated);
        boolean refused = config instanceof DeserializationConfig reading
                && reading.isEnabled(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);
        return refused ? given : given.withIgnoreUnknown();
    }

    @Override
    public @Nullable Boolean hasRequiredMarker(MapperConfig<?> config, AnnotatedMember member) {
        return member instanceof AnnotatedParameter parameter
                ? Boolean.valueOf(RequiredFields.isMandatory(config, parameter))
                : super.hasRequiredMarker(config, member);
    }

    @Override
    public JsonSetter.Value findSetterInfo(MapperConfig<?> config, Annotated annotated) {
        JsonSetter.Value given = super.findSetterInfo(config, annotated);
        return annotated instanceof AnnotatedParameter parameter
                        && RequiredFields.isMandatory(config, parameter)
                        && !RequiredFields.takesNull(parameter.getRawType())
                ? given.withValueNulls(Nulls.FAIL)
                : given;
    }
}
