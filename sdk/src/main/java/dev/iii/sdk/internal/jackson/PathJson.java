package dev.iii.sdk.internal.jackson;

import java.io.File;
import java.nio.file.Path;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.jsontype.TypeSerializer;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.ser.std.StdSerializer;

/** Writes relative paths unchanged. Jackson makes them absolute, with a directory that the reader does not have. */
final class PathJson {

    private PathJson() {}

    static SimpleModule addTo(SimpleModule module) {
        return module.addSerializer(File.class, new OfFile()).addSerializer(Path.class, new OfPath());
    }

    private static final class OfFile extends StdSerializer<File> {

        OfFile() {
            super(File.class);
        }

        @Override
        public void serialize(File file, JsonGenerator generator, SerializationContext context) {
            generator.writeString(file.getPath());
        }
    }

    private static final class OfPath extends StdSerializer<Path> {

        OfPath() {
            super(Path.class);
        }

        @Override
        public void serialize(Path path, JsonGenerator generator, SerializationContext context) {
            if (!path.isAbsolute() && path.toString().indexOf(':') >= 0) {
                throw new UnwritableException(
                        generator, "a relative path with a colon would be read as a URI; send it as a string");
            }
            generator.writeString(path.isAbsolute() ? path.toUri().toString() : path.toString());
        }

        @Override
        public void serializeWithType(
                Path path, JsonGenerator generator, SerializationContext context, TypeSerializer types) {
            serialize(path, generator, context);
        }
    }
}
