package dev.iii.sdk.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import dev.iii.sdk.json.Json;
import org.junit.jupiter.api.Test;

class ChannelRefTest {

    private static String ref(String id, String direction) {
        return "{\"channel_id\":\"" + id + "\",\"access_key\":\"k-" + id + "\",\"direction\":\"" + direction + "\"}";
    }

    @Test
    void referencesAreFoundWhereverTheyStandInJson() {
        Json value = Json.parse("{\"name\":\"n\",\"upload\":{\"parts\":[1," + ref("a", "read") + "],\"log\":"
                + ref("b", "write") + "}}");
        assertThat(ChannelRef.in(value))
                .containsExactly(
                        entry("upload.parts[1]", new ChannelRef("a", "k-a", ChannelRef.Direction.READ)),
                        entry("upload.log", new ChannelRef("b", "k-b", ChannelRef.Direction.WRITE)));
        assertThat(ChannelRef.in(Json.parse(ref("c", "read")))).containsOnlyKeys("");
    }

    @Test
    void whatOnlyLooksLikeAReferenceIsNone() {
        assertThat(ChannelRef.in(Json.parse("[" + ref("", "read") + "," + ref("a", "both")
                        + ",{\"channel_id\":1,\"access_key\":\"k\",\"direction\":\"read\"},\"x\",null]")))
                .isEmpty();
    }
}
