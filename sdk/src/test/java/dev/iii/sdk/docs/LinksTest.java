package dev.iii.sdk.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every link of the documentation into the repository leads somewhere: to a file, a heading, or a method of a class. */
class LinksTest {

    private static final Path ROOT = Path.of("..");
    private static final Pattern LINK = Pattern.compile("]\\(([^)\\s]+)\\)");
    private static final Pattern ELSEWHERE = Pattern.compile("[a-z]+:.*");
    private static final Pattern HEADING = Pattern.compile("(?m)^#+ +(.+)$");
    private static final Pattern CODE = Pattern.compile("(?s)```.*?```");

    static Stream<Path> pages() throws IOException {
        try (Stream<Path> docs = Files.list(ROOT.resolve("docs"))) {
            List<Path> pages =
                    new ArrayList<>(docs.filter(file -> file.toString().endsWith(".md"))
                            .sorted()
                            .toList());
            pages.add(ROOT.resolve("README.md"));
            pages.add(ROOT.resolve("CONTRIBUTING.md"));
            pages.add(ROOT.resolve("SECURITY.md"));
            pages.add(ROOT.resolve("VERSIONING.md"));
            pages.add(ROOT.resolve("example-inventory-worker/README.md"));
            return pages.stream();
        }
    }

    /** What is wrong with a link; {@code null} for nothing. */
    private static @Nullable String problem(Path page, String link) throws IOException {
        if (ELSEWHERE.matcher(link).matches()) {
            return null;
        }
        int hash = link.indexOf('#');
        String path = hash < 0 ? link : link.substring(0, hash);
        Path folder = page.getParent() == null ? Path.of("") : page.getParent();
        Path target = path.isEmpty() ? page : folder.resolve(path);
        if (!Files.exists(target)) {
            return link + ": there is no such file";
        }
        return hash < 0 || has(target, link.substring(hash + 1)) ? null : link + ": there is no such place in the file";
    }

    private static boolean has(Path file, String place) throws IOException {
        String text = Files.readString(file, StandardCharsets.UTF_8);
        if (file.toString().endsWith(".java")) {
            return Pattern.compile("(?m)^ +[\\w<>\\[\\]., ]+ " + Pattern.quote(place) + "\\(")
                    .matcher(text)
                    .find();
        }
        Matcher heading = HEADING.matcher(CODE.matcher(text).replaceAll(""));
        while (heading.find()) {
            if (slug(heading.group(1)).equals(place)) {
                return true;
            }
        }
        return false;
    }

    /** What a reader of Markdown makes of a heading. */
    private static String slug(String heading) {
        return heading.strip()
                .toLowerCase(Locale.ROOT)
                .replaceAll("[^\\p{L}\\p{N} _-]", "")
                .replace(' ', '-');
    }

    private static List<String> links(String text) {
        return LINK.matcher(CODE.matcher(text).replaceAll(""))
                .results()
                .map(match -> match.group(1))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("pages")
    void everyLinkLeadsSomewhere(Path page) throws IOException {
        List<String> problems = new ArrayList<>();
        for (String link : links(Files.readString(page))) {
            String problem = problem(page, link);
            if (problem != null) {
                problems.add(problem);
            }
        }
        assertThat(problems).isEmpty();
    }

    @Test
    void aBrokenLinkIsFound() throws IOException {
        Path page = ROOT.resolve("docs").resolve("reliability.md");
        String here = "../sdk/src/test/java/dev/iii/sdk/docs/LinksTest.java";
        assertThat(problem(page, here)).isNull();
        assertThat(problem(page, here + "#aBrokenLinkIsFound")).isNull();
        assertThat(problem(page, here + "#notThere")).isEqualTo(here + "#notThere: there is no such place in the file");
        assertThat(problem(page, "gone.md")).isEqualTo("gone.md: there is no such file");
        assertThat(problem(page, "reliability.md#nowhere")).isNotNull();
        assertThat(links("a [b](c) ```\n[d](e)\n``` [f](g#h)")).containsExactly("c", "g#h");
    }

    /** Each row of a table of the reliability page that promises something is linked to what proves it. */
    @Test
    void everyPromiseHasATest() throws IOException {
        List<String> rows = Files.readString(ROOT.resolve("docs").resolve("reliability.md"))
                .lines()
                .filter(line -> line.startsWith("| ") && !line.contains("| Proof"))
                .toList();
        assertThat(rows)
                .hasSizeGreaterThan(50)
                .allSatisfy(row -> assertThat(links(row)).as(row).anyMatch(link -> link.matches(".*Test\\.java#\\w+")));
    }

    @ParameterizedTest
    @MethodSource("pages")
    void everyPageIsInTheNavigationOfTheSite(Path page) throws IOException {
        String navigation = Files.readString(ROOT.resolve("docs/site/mkdocs.yml"));
        if (page.startsWith(ROOT.resolve("docs"))) {
            assertThat(navigation).contains(": " + page.getFileName() + "\n");
        }
    }
}
