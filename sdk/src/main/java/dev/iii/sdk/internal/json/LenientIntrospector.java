package dev.iii.sdk.internal.json;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import tools.jackson.databind.cfg.MapperConfig;
import tools.jackson.databind.introspect.Annotated;
import tools.jackson.databind.introspect.JacksonAnnotationIntrospector;

/**
 * Fields that a type does not have are skipped where they stand. The engine adds one to every call between workers, and
 * without this Jackson would first keep it for the case that somebody asks.
 */
final class LenientIntrospector extends JacksonAnnotationIntrospector {

    private static final long serialVersionUID = 1;

    @Override
    public JsonIgnoreProperties.Value findPropertyIgnoralByName(MapperConfig<?> config, Annotated annotated) {
        return super.findPropertyIgnoralByName(config, annotated).withIgnoreUnknown();
    }
}
