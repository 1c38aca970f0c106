package dev.iii.example.inventory.e2e;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Assumptions;
import org.openqa.selenium.By;
import org.openqa.selenium.Dimension;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.StaleElementReferenceException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeOptions;

/** A headless Chromium. Tests are skipped on a machine that has none. */
final class Browser implements AutoCloseable {

    private static final List<String> CHROMIUM = List.of(
            "/usr/bin/chromium",
            "/usr/bin/chromium-browser",
            "/usr/bin/google-chrome",
            "/usr/bin/google-chrome-stable");
    private static final List<String> DRIVER = List.of("/usr/bin/chromedriver", "/usr/local/bin/chromedriver");

    private final ChromeDriver driver;

    private Browser(ChromeDriver driver) {
        this.driver = driver;
    }

    /** Starts a browser, or skips the test with a message. */
    static Browser start() {
        Optional<Path> chromium = find("CHROME_BIN", CHROMIUM);
        Optional<Path> chromedriver = find("CHROMEDRIVER", DRIVER);
        Assumptions.assumeTrue(
                chromium.isPresent() && chromedriver.isPresent(),
                "there is no Chromium with chromedriver on this machine; install both, or set CHROME_BIN and CHROMEDRIVER");
        ChromeOptions options = new ChromeOptions()
                .setBinary(chromium.orElseThrow().toFile())
                .addArguments(
                        "--headless=new",
                        "--no-sandbox",
                        "--disable-gpu",
                        "--disable-lcd-text",
                        "--disable-dev-shm-usage",
                        "--no-proxy-server");
        System.setProperty("webdriver.chrome.driver", chromedriver.orElseThrow().toString());
        return new Browser(new ChromeDriver(options));
    }

    private static Optional<Path> find(String variable, List<String> usual) {
        return Stream.concat(Stream.ofNullable(System.getenv(variable)), usual.stream())
                .map(Path::of)
                .filter(Files::isExecutable)
                .findFirst();
    }

    void open(String url, int width, int height) {
        // The size of the page itself: a window cannot be as narrow as a phone.
        driver.executeCdpCommand(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", width < 600));
        driver.manage().window().setSize(new Dimension(Math.max(width, 600), height));
        driver.get(url);
    }

    void colorScheme(String scheme) {
        driver.executeCdpCommand(
                "Emulation.setEmulatedMedia",
                Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", scheme))));
    }

    WebElement find(String css) {
        return driver.findElement(By.cssSelector(css));
    }

    int count(String css) {
        return driver.findElements(By.cssSelector(css)).size();
    }

    /** Returns the visible text of an element; empty if there is none. */
    String text(String css) {
        try {
            return driver.findElements(By.cssSelector(css)).stream()
                    .findFirst()
                    .map(WebElement::getText)
                    .orElse("");
        } catch (StaleElementReferenceException e) {
            return "";
        }
    }

    /** Waits until an element contains a text. */
    void awaitText(String css, String expected) {
        Awaitility.await("the text '" + expected + "' in " + css)
                .atMost(Shop.PATIENCE)
                .until(() -> text(css), text -> text.contains(expected));
    }

    /** Sends keys to the element that has the focus. */
    void type(CharSequence... keys) {
        driver.switchTo().activeElement().sendKeys(keys);
    }

    WebElement focused() {
        return driver.switchTo().activeElement();
    }

    Object run(String script, Object... arguments) {
        return Objects.requireNonNullElse(driver.executeScript(script, arguments), "");
    }

    byte[] picture() {
        return driver.getScreenshotAs(OutputType.BYTES);
    }

    @Override
    public void close() {
        driver.quit();
    }
}
