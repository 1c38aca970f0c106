package dev.iii.example.inventory.e2e;

import static dev.iii.example.inventory.e2e.Shop.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.iii.example.inventory.domain.Event;
import dev.iii.sdk.json.Json;
import dev.iii.testing.EngineExtension;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.openqa.selenium.Keys;

/** Uses the page in a browser. With {@code -Diii.docs.write=true} it also writes the pictures in {@code docs}. */
class PageTest {

    @RegisterExtension
    static final EngineExtension engine = new EngineExtension();

    private static final int WIDTH = 1100;
    private static final int HEIGHT = 760;

    private static Browser browser;

    private Relay relay;
    private Shop shop;

    @BeforeAll
    static void start() {
        browser = Browser.start();
    }

    @AfterAll
    static void end() {
        if (browser != null) {
            browser.close();
        }
    }

    @BeforeEach
    void open() throws IOException {
        relay = new Relay(engine.streamUrl());
        shop = Shop.openWithStream(engine, relay.url());
    }

    @AfterEach
    void close() throws IOException {
        browser.open("about:blank", WIDTH, HEIGHT);
        shop.close();
        relay.close();
    }

    private static void visit(int width, int height) {
        browser.open(engine.httpUrl().resolve("/").toString(), width, height);
        browser.awaitText("#status", "Live");
    }

    private static void visit() {
        visit(WIDTH, HEIGHT);
    }

    private static String row(String sku) {
        return "#items tr[data-key='" + sku + "']";
    }

    @Test
    void stockSalesAlertsAndEventsFollowWithoutReloading() {
        shop.add("CUP", 20, 650, 5);
        visit();
        browser.awaitText(row("CUP"), "Item CUP");
        browser.awaitText(row("CUP") + " .stock-cell", "20");
        assertThat(browser.text("#no-alerts")).contains("No item has low stock");
        shop.sell("CUP", 16);
        browser.awaitText(row("CUP") + " .stock-cell", "4");
        browser.awaitText(row("CUP") + " .badge", "low");
        browser.awaitText("#alerts", "Item CUP (CUP): 4 left");
        browser.awaitText("[data-total=unitsSold]", "16");
        browser.awaitText("[data-money=revenueCents]", "104");
        assertThat(browser.text("#feed li")).contains("16 sold at 6", "4 in stock", "Low stock");
        assertThat(browser.find("#chart").getDomAttribute("aria-label")).startsWith("16 units sold in the last hour");
        shop.add("BOWL", 3, 900, 5);
        browser.awaitText(row("BOWL"), "Item BOWL");
        shop.discontinue("BOWL");
        browser.awaitText(row("BOWL") + " .badge", "discontinued");
        assertThat(browser.find(row("BOWL") + " button").isEnabled()).isFalse();
    }

    /** Uses only the keyboard. */
    @Test
    void itemsAreAddedSoldAndRestockedByKeyboard() {
        visit();
        while (!"add-open".equals(browser.focused().getDomAttribute("id"))) {
            browser.type(Keys.TAB);
        }
        browser.type(Keys.ENTER);
        browser.type("JUG", Keys.TAB, "Jug", Keys.TAB, "7", Keys.TAB, "12.50", Keys.TAB, "3", Keys.ENTER);
        browser.awaitText(row("JUG") + " .stock-cell", "7");
        browser.awaitText("#toast", "7 of JUG added");
        browser.type(Keys.TAB);
        assertThat(browser.focused().getDomAttribute("aria-label")).isEqualTo("Sell JUG");
        browser.type(Keys.ENTER);
        browser.type("5", Keys.ENTER);
        browser.awaitText(row("JUG") + " .stock-cell", "2");
        browser.awaitText("#toast", "5 of JUG sold");
        assertThat(browser.focused().getDomAttribute("aria-label")).isEqualTo("Sell JUG");
        browser.type(Keys.TAB);
        browser.type(Keys.SPACE);
        browser.type("10", Keys.ENTER);
        browser.awaitText(row("JUG") + " .stock-cell", "12");
        assertThat(shop.events("JUG"))
                .extracting(recorded -> recorded.event())
                .containsExactly(
                        new Event.ItemAdded("Jug", 7, 1250, 3),
                        new Event.ItemSold(5, 1250),
                        new Event.ItemRestocked(10));
    }

    @Test
    void aRefusalIsShownAndTheDialogCanBeLeftWithEscape() {
        shop.add("CUP", 2, 650, 0);
        visit();
        browser.find(row("CUP") + " [data-action=sell]").click();
        browser.type("3", Keys.ENTER);
        browser.awaitText("#order .error", "only 2 of CUP left");
        browser.find("#order [name=quantity]").sendKeys(Keys.BACK_SPACE, "many", Keys.ENTER);
        browser.awaitText("#order .error", "quantity must be a whole number");
        browser.type(Keys.ESCAPE);
        Awaitility.await().atMost(PATIENCE).until(() -> !browser.find("#order").isDisplayed());
        assertThat(shop.events("CUP")).hasSize(1);
    }

    /** The buyer sees a price, and pays no other one. */
    @Test
    void aSaleHasThePriceThatIsShown() throws Exception {
        shop.add("CUP", 9, 650, 0);
        visit();
        browser.awaitText(row("CUP"), "6");
        browser.find(row("CUP") + " [data-action=sell]").click();
        shop.adjustPrice("CUP", 700);
        browser.awaitText(row("CUP") + " .price", "7");
        browser.type("1", Keys.ENTER);
        browser.awaitText("#order .error", "the price of CUP is 700 cents, not 650");
        assertThat(shop.events("CUP")).hasSize(2);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "<script>window.attacked = true</script>",
                "<img src=x onerror=\"window.attacked = true\">",
                "\"><svg/onload=window.attacked=true>",
                "{stream}' onmouseover='window.attacked=true"
            })
    void aNameIsNeverHtml(String name) {
        add("BAD", name, 1, 1);
        visit();
        browser.awaitText(row("BAD") + " .name", name);
        browser.awaitText("#feed", name);
        browser.awaitText("#alerts", name);
        browser.find(row("BAD") + " [data-action=sell]").click();
        browser.awaitText("#order-about", name);
        assertThat(browser.run("return String(window.attacked)")).isEqualTo("undefined");
        assertThat(browser.count("main script, main img, main svg svg, main iframe"))
                .isZero();
    }

    @Test
    void thePolicyOfThePageForbidsHtmlFromStringsAndOtherServers() {
        visit();
        assertThat(browser.run(
                        "try { document.body.innerHTML = '<b>x</b>'; return 'allowed' } catch (e) { return e.name }"))
                .isEqualTo("TypeError");
        assertThat(browser.run("""
                        return new Promise(done => {
                          const seen = [];
                          document.addEventListener('securitypolicyviolation', e => {
                            seen.push(e.effectiveDirective);
                            if (seen.length === 3) done(seen.sort().join(' '));
                          });
                          try { new WebSocket('ws://127.0.0.1:9/') } catch (e) { /* some browsers throw */ }
                          new Image().src = 'http://127.0.0.1:9/x.png';
                          const style = document.createElement('style');
                          style.textContent = 'p { color: red }';
                          document.head.append(style);
                        });
                        """)).isEqualTo("connect-src img-src style-src-elem");
    }

    @Test
    void thePageSaysThatItIsNotLiveAndReconnects() throws IOException {
        shop.add("CUP", 20, 650, 5);
        visit();
        relay.cut();
        browser.awaitText("#status", "Not live: there is no connection");
        assertThat(browser.text("#status")).contains("The data is of");
        shop.sell("CUP", 7);
        assertThat(browser.text(row("CUP") + " .stock-cell")).isEqualTo("20");
        relay.repair();
        browser.awaitText(row("CUP") + " .stock-cell", "13");
        browser.awaitText("#status", "Live");
    }

    @Test
    void thePageSaysThatNoWorkerRuns() {
        shop.add("CUP", 20, 650, 5);
        visit();
        browser.awaitText(row("CUP"), "Item CUP");
        shop.closeBranches();
        browser.awaitText("#status", "Not live: the inventory does not send data");
        shop.branch();
        browser.awaitText("#status", "Live");
        shop.awaitOpen();
        shop.sell("CUP", 1);
        browser.awaitText(row("CUP") + " .stock-cell", "19");
    }

    @Test
    void ofManyItemsTheLastChangedOnesAreShownAndOthersAreFound() {
        for (int i = 10; i < 70; i++) {
            shop.add("S-" + i, 9, 100, 0);
        }
        visit();
        browser.awaitText("#note", "The 50 items that changed last, of 60");
        assertThat(browser.count("#items tr")).isEqualTo(50);
        assertThat(browser.count(row("S-10"))).isZero();
        browser.find("#search").sendKeys("item s-1");
        browser.awaitText(row("S-10"), "Item S-10");
        Awaitility.await().atMost(PATIENCE).until(() -> browser.count("#items tr") == 10);
        shop.sell("S-10", 2);
        browser.awaitText(row("S-10") + " .stock-cell", "7");
        browser.find("#search").clear();
        browser.find("#search").sendKeys(" ");
        Awaitility.await().atMost(PATIENCE).until(() -> browser.count("#items tr") == 50);
        browser.awaitText(row("S-10") + " .stock-cell", "7");
    }

    @ParameterizedTest
    @ValueSource(ints = {1100, 390})
    void largeTotalsAreNotBrokenIntoLines(int width) {
        add("GOLD", "Gold", 1_000_000, 10_000_000);
        visit(width, HEIGHT);
        browser.awaitText("[data-money=stockValueCents]", "100,000,000,000");
        assertThat(browser.run("return Math.max(...[...document.querySelectorAll('#totals dd')]"
                        + ".map(e => Math.round(e.offsetHeight / parseFloat(getComputedStyle(e).lineHeight))))"))
                .isEqualTo(1L);
        assertThat((Boolean) browser.run("return document.documentElement.scrollWidth <= window.innerWidth"))
                .isTrue();
    }

    private static final String CONTRAST = """
            const light = c => { const [r, g, b] = c.match(/[\\d.]+/g).map(v => v / 255)
                .map(v => v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4); return 0.2126 * r + 0.7152 * g + 0.0722 * b };
            const back = e => { while (e) { const c = getComputedStyle(e).backgroundColor;
                if (!/, 0\\)$/.test(c)) return c; e = e.parentElement } return 'rgb(255, 255, 255)' };
            let worst = 21;
            for (const e of document.querySelectorAll('h1, h2, p, dt, dd, th, td, li span, time, button, .badge')) {
              if (!e.offsetParent || !e.textContent.trim() || e.disabled) continue;
              const [a, b] = [light(getComputedStyle(e).color), light(back(e))].sort((x, y) => y - x);
              worst = Math.min(worst, (a + 0.05) / (b + 0.05));
            }
            return worst;
            """;

    private void add(String sku, String name, long quantity, long priceCents) {
        shop.call(
                "cmd::add-inventory-item",
                Map.of("sku", sku, "name", name, "quantity", quantity, "priceCents", priceCents),
                Json.class);
    }

    /** 4.5 is what the WCAG asks for; 44 pixels is what a finger needs. */
    @ParameterizedTest
    @CsvSource({"1100, light", "1100, dark", "390, light", "390, dark"})
    void thePageCanBeReadOnAComputerAndOnAPhoneInLightAndDark(int width, String scheme) throws IOException {
        add("TEAPOT", "Teapot", 12, 2450);
        add("KETTLE", "Kettle", 8, 3900);
        add("CUP", "Cup", 96, 650);
        add("STRAINER-42-STAINLESS-STEEL-0123456789", "Tea strainer of stainless steel", 40, 320);
        shop.sell("CUP", 24);
        shop.sell("TEAPOT", 8);
        shop.restock("KETTLE", 5);
        shop.adjustPrice("KETTLE", 3500);
        shop.sell("KETTLE", 3);
        browser.colorScheme(scheme);
        visit(width, width < 600 ? 844 : HEIGHT);
        browser.awaitText("#feed li", "3 sold");
        browser.awaitText("#alerts", "4 left");
        assertThat((Boolean) browser.run("return document.documentElement.scrollWidth <= window.innerWidth"))
                .as("fits the width")
                .isTrue();
        assertThat(((Number) browser.run(CONTRAST)).doubleValue())
                .as("contrast")
                .isGreaterThanOrEqualTo(4.5);
        assertThat(browser.run("return matchMedia('(prefers-color-scheme: dark)').matches"))
                .isEqualTo(scheme.equals("dark"));
        if (width < 600) {
            assertThat(((Number) browser.run("return Math.min(...[...document.querySelectorAll('main button')]"
                                    + ".map(b => b.getBoundingClientRect().height))"))
                            .doubleValue())
                    .as("height of buttons")
                    .isGreaterThanOrEqualTo(44);
        }
        boolean pictured = (width > 600) == scheme.equals("light");
        if (Boolean.getBoolean("iii.docs.write") && pictured) {
            Files.write(
                    Path.of("..", "docs", "inventory-page-" + (width > 600 ? "" : "phone-") + scheme + ".png"),
                    browser.picture());
        }
    }
}
