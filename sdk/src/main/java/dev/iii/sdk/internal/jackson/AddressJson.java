package dev.iii.sdk.internal.jackson;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.regex.Pattern;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.deser.std.StdDeserializer;
import tools.jackson.databind.jsontype.TypeSerializer;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.ser.std.StdSerializer;

/**
 * Writes the number of an internet address. Jackson writes the name of the host if the address has one, and another program
 * may resolve the name to another address. A socket address is read as it was written: a number is resolved, a name is not.
 */
final class AddressJson {

    private static final Pattern NUMBER =
            Pattern.compile("\\[[0-9a-fA-F:.]+(%.*)?]|((25[0-5]|2[0-4]\\d|1?\\d?\\d)(\\.(?!$)|$)){4}");

    private AddressJson() {}

    static SimpleModule addTo(SimpleModule module) {
        return module.addSerializer(InetAddress.class, new OfAddress())
                .addSerializer(InetSocketAddress.class, new OfSocket())
                .addDeserializer(InetSocketAddress.class, new ReadSocket());
    }

    private static final class OfAddress extends StdSerializer<InetAddress> {

        OfAddress() {
            super(InetAddress.class);
        }

        @Override
        public void serialize(InetAddress address, JsonGenerator generator, SerializationContext context) {
            generator.writeString(address.getHostAddress());
        }

        @Override
        public void serializeWithType(
                InetAddress address, JsonGenerator generator, SerializationContext context, TypeSerializer types) {
            serialize(address, generator, context);
        }
    }

    private static final class OfSocket extends StdSerializer<InetSocketAddress> {

        OfSocket() {
            super(InetSocketAddress.class);
        }

        @Override
        public void serialize(InetSocketAddress socket, JsonGenerator generator, SerializationContext context) {
            InetAddress address = socket.getAddress();
            String host = address == null ? socket.getHostString() : address.getHostAddress();
            boolean bracketed = address != null && host.indexOf(':') >= 0;
            generator.writeString((bracketed ? "[" + host + "]" : host) + ":" + socket.getPort());
        }

        @Override
        public void serializeWithType(
                InetSocketAddress socket, JsonGenerator generator, SerializationContext context, TypeSerializer types) {
            serialize(socket, generator, context);
        }
    }

    private static final class ReadSocket extends StdDeserializer<InetSocketAddress> {

        ReadSocket() {
            super(InetSocketAddress.class);
        }

        @Override
        public InetSocketAddress deserialize(JsonParser parser, DeserializationContext context) {
            String text = parser.getString();
            int colon = text.lastIndexOf(':');
            String host = text.substring(0, Math.max(colon, 0));
            try {
                int port = Integer.parseInt(text.substring(colon + 1));
                if (host.isEmpty()) {
                    throw context.weirdStringException(text, InetSocketAddress.class, "no host");
                }
                // A number is not looked up.
                return NUMBER.matcher(host).matches()
                        ? new InetSocketAddress(InetAddress.getByName(host), port)
                        : InetSocketAddress.createUnresolved(host, port);
            } catch (IllegalArgumentException | UnknownHostException e) {
                throw context.weirdStringException(text, InetSocketAddress.class, "no address");
            }
        }
    }
}
