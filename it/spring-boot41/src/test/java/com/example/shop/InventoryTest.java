package com.example.shop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.iii.eventsourcing.test.Given;
import dev.iii.sdk.Worker;
import dev.iii.sdk.error.FunctionException;
import dev.iii.spring.test.IiiTest;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

@IiiTest
class InventoryTest {

    @Autowired
    private Worker worker;

    @Test
    void theRulesNeedNoEngine() {
        Given.of(new Inventory())
                .events(new Inventory.Added(5))
                .when(new Inventory.Take("A-1", 6))
                .thenRefused("not_enough_stock");
    }

    @Test
    void commandsAndViewsAreRegistered() {
        worker.trigger("inventory::add", new Inventory.Add("A-1", 5));
        worker.trigger("inventory::take", new Inventory.Take("A-1", 3));
        assertThatThrownBy(() -> worker.trigger("inventory::take", new Inventory.Take("A-1", 3)))
                .isInstanceOfSatisfying(
                        FunctionException.class, e -> assertThat(e.code()).isEqualTo("not_enough_stock"));
        Awaitility.await()
                .ignoreExceptionsInstanceOf(FunctionException.class)
                .untilAsserted(() ->
                        assertThat(worker.trigger("inventory::total", null, Integer.class)).isEqualTo(2));
    }

    @Test
    void aFieldThatACommandDoesNotHaveIsRefused() {
        assertThatThrownBy(() -> worker.trigger("inventory::add", Map.of("sku", "A-2", "quantity", 5, "quantiti", 6)))
                .isInstanceOfSatisfying(
                        FunctionException.class, e -> assertThat(e.code()).isEqualTo("invalid_request"))
                .hasMessageContaining("quantiti");
    }

    @Test
    void aCommandHasASchemaWithTheFieldsOfItsClass() {
        assertThat(worker.discovery().function("inventory::add").orElseThrow().requestSchema())
                .hasValueSatisfying(schema -> assertThat(schema.text())
                        .contains("\"sku\"", "\"quantity\"", "\"integer\"", "\"commandId\""));
    }
}
