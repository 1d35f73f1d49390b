//! Input made to be slow, deep or huge: extraction ends, loses no text, and warns where it did not parse.
//!
//! The sizes are those that once took minutes or overflowed a stack. There is no time limit here: with super-linear
//! code, the tests would not end.

use super::support::{extract, wanted};
use wordgate_core::extract::Format::{self, Asciidoc, Astro, Html, Markdown, Mdx, Rst, Svelte, Text, Tsx, Vue};
use wordgate_core::extract::{Extraction, Extractor};
use wordgate_text::prose::OPAQUE;

/// Debug builds of the grammars are slow. Even a tenth of the size does not end with quadratic code.
const SCALE: usize = if cfg!(debug_assertions) { 1 } else { 10 };

#[test]
fn extraction_of_hostile_documents_ends_and_loses_no_text() {
    let nested_items: String = (0..200 * SCALE).map(|depth| format!("{}- needle\n", "  ".repeat(depth))).collect();
    let cases: &[(&str, Format, String, bool)] = &[
        ("emphasis in words", Markdown, "needle a**b ".repeat(10_000 * SCALE), true),
        ("emphasis in emphasis", Markdown, format!("needle {}", "**a ~~b ".repeat(10_000 * SCALE)), true),
        ("brackets", Markdown, format!("needle {}", "[".repeat(100_000 * SCALE)), true),
        ("images", Markdown, format!("needle {}", "![".repeat(10_000 * SCALE)), true),
        ("quotes", Markdown, format!("{} needle", ">".repeat(10_000 * SCALE)), false),
        ("items on a line", Markdown, format!("{}needle", "- ".repeat(10_000 * SCALE)), false),
        ("nested items", Markdown, nested_items, false),
        (
            "code spans",
            Markdown,
            format!("needle {}", (1..400).map(|n| "`".repeat(n) + " ").collect::<String>()),
            false,
        ),
        ("nested YAML", Markdown, format!("---\ntitle: {}\n---\n\nneedle\n", "[".repeat(10_000 * SCALE)), false),
        ("nested TOML", Markdown, format!("+++\ntitle = {}\n+++\n\nneedle\n", "[".repeat(10_000 * SCALE)), false),
        (
            "levels of YAML",
            Markdown,
            format!("---\n{}---\n\nneedle\n", (0..1_000 * SCALE).map(|n| " ".repeat(n) + "a:\n").collect::<String>()),
            false,
        ),
        ("dollars", Markdown, format!("needle {}", "$a ".repeat(10_000 * SCALE)), false),
        ("elements", Html, format!("{}needle", "<div>".repeat(5_000 * SCALE)), true),
        ("elements that do not match", Html, format!("{}needle", "<b>a</i>".repeat(5_000 * SCALE)), true),
        ("elements in Markdown", Markdown, format!("{}needle", "<div>".repeat(5_000 * SCALE)), true),
        ("comments in Markdown", Markdown, format!("needle {}", "<!-- {{ ".repeat(20_000 * SCALE)), false),
        ("comments in HTML in Markdown", Markdown, format!("<p>needle\n{}", "<!-- ".repeat(20_000 * SCALE)), false),
        ("regular expressions in MDX", Mdx, format!("needle {}", "{/[".repeat(10_000 * SCALE)), false),
        ("comments in MDX", Mdx, format!("needle {}", "<!-- ".repeat(20_000 * SCALE)), false),
        ("comments with template tags", Html, format!("needle {}", "<% <!-- ".repeat(20_000 * SCALE)), false),
        ("data URIs in MDX", Mdx, format!("needle {}", "![a](data:".repeat(20_000 * SCALE)), false),
        ("comments", Html, format!("needle{}", "<!-- ".repeat(20_000 * SCALE)), false),
        ("a long line", Markdown, "needle *more* words ".repeat(60_000), true),
        ("a long line of text", Text, "needle *more* words ".repeat(60_000), false),
        ("a long line of MDX", Mdx, "needle {more} words ".repeat(60_000), true),
        ("items on a line of reStructuredText", Rst, format!("{}needle", "- ".repeat(20_000 * SCALE)), false),
        (
            "nested blocks",
            Rst,
            (0..300 * SCALE).map(|n| format!("{}- needle\n\n", "  ".repeat(n))).collect::<String>(),
            false,
        ),
        ("stars", Rst, format!("needle {}", "*a **b ".repeat(20_000 * SCALE)), false),
        ("backticks", Rst, format!("needle {}", "`a ``b :c:`d |e _`f ".repeat(10_000 * SCALE)), false),
        ("stars that are escaped", Rst, format!("needle {}", "*a \\* \\a".repeat(20_000 * SCALE)), false),
        ("names", Rst, format!("needle {}", "a_-".repeat(50_000 * SCALE)), false),
        ("names of roles", Rst, format!("needle {}", "a:".repeat(50_000 * SCALE) + &"`b` ".repeat(1_000)), false),
        ("marks", Rst, format!("needle {}", "[a [1 [#a ".repeat(20_000 * SCALE)), false),
        ("a field", Rst, format!(":{}: needle", "a:b".repeat(20_000 * SCALE)), false),
        ("attributions", Rst, format!("a\n\n{}   needle\n", "   b\n\n   -- c\n\n".repeat(5_000 * SCALE)), false),
        ("borders", Rst, format!("{}\nneedle\n", "===  ===\na\n\n".repeat(20_000 * SCALE)), false),
        ("borders that do not fit", Rst, format!("{}\nneedle\n", "==  =\na\n\n=  ==\n".repeat(20_000 * SCALE)), false),
        ("a wide grid", Rst, format!("+{0}\n|needle|\n+{0}\n", "-+".repeat(20_000 * SCALE)), false),
        (
            "a grid of corners",
            Rst,
            format!(
                "+{0}\n{1}\n+{0}\n\nneedle\n",
                "-+".repeat(400 * SCALE),
                format!("{}\n", "+|".repeat(400 * SCALE)).repeat(400)
            ),
            false,
        ),
        ("values", Rst, format!(".. csv-table::\n\n   needle,{}", "\"a\"\"\n   ,".repeat(10_000 * SCALE)), false),
        (
            "titles",
            Rst,
            (0..10_000 * SCALE)
                .map(|n| format!("needle\n{}\n\n", ["=", "-", "~", "+"][n % 4].repeat(900)))
                .collect::<String>(),
            false,
        ),
        ("literal blocks", Rst, format!("{}needle", "a::\n\n".repeat(20_000 * SCALE)), false),
        ("directives", Rst, format!("{}needle", ".. note:: ".repeat(20_000 * SCALE)), false),
        ("braces", Mdx, format!("needle {}", "{ ".repeat(20_000 * SCALE)), false),
        ("nested braces", Mdx, format!("needle {}{}", "{".repeat(20_000 * SCALE), "}".repeat(20_000 * SCALE)), false),
        ("strings in braces", Mdx, format!("needle {}", "{\"{'{`".repeat(10_000 * SCALE)), false),
        ("escapes in strings", Mdx, format!("needle {{{}", "'\\'\\".repeat(10_000 * SCALE)), false),
        ("regular expressions", Mdx, format!("needle {{{}", "=/[".repeat(10_000 * SCALE)), false),
        ("tags in expressions", Mdx, format!("needle {}", "<a b={<a>{".repeat(5_000 * SCALE)), false),
        (
            "tags that break off",
            Mdx,
            format!("needle {}{}", "<a {".repeat(5_000 * SCALE), "}<".repeat(5_000 * SCALE)),
            false,
        ),
        ("expressions by lines", Mdx, format!("needle\n\n{}", "{\n\n".repeat(5_000 * SCALE)), false),
        ("statements", Mdx, format!("needle\n\n{}", "export default {\n\n".repeat(2_000 * SCALE)), false),
        ("fences", Mdx, format!("needle\n\n{}", "- ```\n".repeat(2_000 * SCALE)), false),
        (
            "backticks",
            Mdx,
            format!("needle {}", (1..300 * SCALE).map(|n| "`".repeat(n) + " ").collect::<String>()),
            false,
        ),
        ("braces of a script", Tsx, format!("a = 'a needle' {}", "{ ".repeat(20_000 * SCALE)), true),
        ("elements of a script", Tsx, format!("a = <a>needle {}</a>", "<a>".repeat(20_000 * SCALE)), true),
        ("tags in attributes", Tsx, format!("a = 'a needle' + {}", "<a b={".repeat(20_000 * SCALE)), true),
        ("end tags", Tsx, format!("a = 'a needle' {}", "</a".repeat(50_000 * SCALE)), false),
        ("type arguments", Tsx, format!("a = 'a needle' + {}", "<T".repeat(50_000 * SCALE)), false),
        ("operators", Tsx, format!("a = 'a needle' + {}</a>", "<a>".repeat(200 * SCALE)), false),
        ("templates in templates", Tsx, format!("a = 'a needle' + {}", "`${".repeat(20_000 * SCALE)), true),
        ("strings without ends", Tsx, format!("a = 'a needle' {}", "'\"\n".repeat(50_000 * SCALE)), false),
        ("joined strings", Tsx, format!("a = 'the needle is here' {}", "+ ' a' + b ".repeat(20_000 * SCALE)), false),
        ("comments of a script", Tsx, format!("a = 'a needle' {}", "/* ".repeat(50_000 * SCALE)), false),
        ("calls of calls", Tsx, format!("a = 'the needle ' + f{}", "('a b')".repeat(20_000 * SCALE)), false),
        ("statements that throw", Tsx, format!("a = 'a needle' {}", "throw ".repeat(50_000 * SCALE)), false),
        ("spaces in a tag", Tsx, format!("a = <a>needle</a>, <b c ={}>", " ".repeat(200_000 * SCALE)), false),
        ("quotes in tags", Svelte, format!("needle {}", "<a b='{\"".repeat(20_000 * SCALE)), false),
        ("mustaches", Vue, format!("<template>needle {}", "{{ ".repeat(50_000 * SCALE)), false),
        ("templates of Vue", Vue, format!("<template>needle {}", "<template>".repeat(20_000 * SCALE)), false),
        ("blocks of Vue", Vue, format!("<template>needle</template>{}", "<a ".repeat(5_000 * SCALE)), false),
        ("scripts", Svelte, format!("needle {}", "<script>".repeat(20_000 * SCALE)), false),
        ("declarations", Astro, format!("needle {}", "<!a <!-- ".repeat(20_000 * SCALE)), false),
        ("fences of Astro", Astro, format!("---\nneedle{}", " --- ".repeat(50_000 * SCALE)), false),
        ("items of MDX", Mdx, format!("{}needle", "- ".repeat(1_000 * SCALE)), false),
        ("indented items", Mdx, (0..100 * SCALE).map(|n| format!("{}- needle\n", "  ".repeat(n))).collect(), false),
        ("template tags", Html, format!("<p>needle {}", "{{ {% {# <% <?php {{< {{!-- ".repeat(2_000 * SCALE)), false),
        ("strings in template tags", Html, format!("<p>needle {}", "{{ \" {% ' ".repeat(5_000 * SCALE)), false),
        (
            "bodies of template tags",
            Html,
            format!("<p>needle {}", "{% comment %}{% raw %}".repeat(5_000 * SCALE)),
            false,
        ),
        (
            "template tags in attributes",
            Html,
            format!("<p>needle<p title=\"{}\">", "{{ '".repeat(5_000 * SCALE)),
            false,
        ),
        ("values", Html, format!("<p>needle<input {}>", "value=a ".repeat(5_000 * SCALE)), false),
        (
            "JSON-LD",
            Html,
            format!(
                "<p>needle<script type='application/ld+json'>{}",
                "{\"name\": [\"{{ \\".repeat(5_000 * SCALE) + "</script>"
            ),
            false,
        ),
        ("half tags", Mdx, format!("needle {}", "<a b='".repeat(2_000 * SCALE)), false),
        ("marks", Asciidoc, format!("needle {}", "*a _b #c `d ".repeat(20_000 * SCALE)), false),
        ("pairs of marks", Asciidoc, format!("needle {}", "**a** __b__ `c` ^d^ ~e~ ".repeat(5_000 * SCALE)), false),
        ("open marks", Asciidoc, format!("needle {}", "**++$$``".repeat(20_000 * SCALE)), false),
        ("open brackets", Asciidoc, format!("needle {}", "[".repeat(100_000 * SCALE)), false),
        ("open links", Asciidoc, format!("needle {}", "https://a.b[c link:d[ xref:e[ ".repeat(5_000 * SCALE)), false),
        ("links", Asciidoc, format!("needle {}", "https://a.b[c] link:d[e] {f}[g] ".repeat(5_000 * SCALE)), false),
        ("targets", Asciidoc, format!("needle {}", "link:xref:menu:image:".repeat(10_000 * SCALE)), false),
        ("addresses", Asciidoc, format!("needle {}", "(https://".repeat(20_000 * SCALE)), false),
        ("footnotes", Asciidoc, format!("needle {}", "footnote:[a ".repeat(20_000 * SCALE)), false),
        ("anchors", Asciidoc, format!("needle {}", "[[a <<b ((c ".repeat(20_000 * SCALE)), false),
        ("escapes in AsciiDoc", Asciidoc, format!("needle {}", "\\*a* \\{b} ".repeat(20_000 * SCALE)), false),
        ("references", Asciidoc, format!("needle {}", "{a}{set:b".repeat(20_000 * SCALE)), false),
        ("nested blocks", Asciidoc, (4..200).map(|n| "=".repeat(n) + "\n").collect::<String>() + "needle\n", false),
        (
            "closed nested blocks",
            Asciidoc,
            format!(
                "{}needle\n{}",
                (4..200).map(|n| "*".repeat(n) + "\n").collect::<String>(),
                (4..200).rev().map(|n| "*".repeat(n) + "\n").collect::<String>()
            ),
            false,
        ),
        ("nested lists", Asciidoc, (1..600).map(|n| "*".repeat(n) + " needle\n").collect(), false),
        ("attribute lines", Asciidoc, format!("{}needle\n", "[a,b=c]\n".repeat(10_000 * SCALE)), false),
        ("open blocks", Asciidoc, "needle\n\n--\n----\n====\n|===\n".repeat(2_001), false),
        ("cells", Asciidoc, format!("|===\n{}|needle\n|===\n", "9999*|a .999+|b ".repeat(2_000 * SCALE)), false),
        ("quoted cells", Asciidoc, format!(",===\nneedle,{}\n,===\n", "\"a,".repeat(10_000 * SCALE)), false),
        ("terms", Asciidoc, format!("needle {}", "::a;;b".repeat(20_000 * SCALE)), false),
        ("a long block", Asciidoc, format!("====\n{}====\n", "needle *a*\n\n".repeat(10_000 * SCALE)), false),
    ];
    for (name, format, source, warned) in cases {
        let extraction = extract(source, *format, wanted(&[]));
        assert!(extraction.blocks.iter().any(|block| block.text.contains("needle")), "{name}");
        assert!(!warned || !extraction.warnings.is_empty(), "{name} is read in silence");
        for warning in &extraction.warnings {
            assert!(source.get(warning.span.range()).is_some(), "{name}");
        }
    }
}

#[test]
fn text_that_was_not_parsed_keeps_its_offsets() {
    let source = format!("one\n\n{}needle\n\ntwo *three*\n", "**a ~~b ".repeat(100));
    let extraction = extract(&source, Markdown, wanted(&[]));
    let texts: Vec<&str> = extraction.blocks.iter().map(|block| block.text.as_str()).collect();
    assert_eq!((texts[0], texts[2]), ("one", "two three"));
    let at = u32::try_from(texts[1].find("needle").unwrap()).unwrap();
    let spans = extraction.blocks[1].spans(&(at..at + 6));
    assert_eq!(&source[spans[0].range()], "needle");
    assert_eq!(extraction.warnings.len(), 1);
    assert_eq!(&source[extraction.warnings[0].span.range()], &source[5..source.find("\n\ntwo").unwrap()]);
}

/// A large image in a data URI uses up no parse budget.
#[test]
fn data_uris_use_up_no_parse_budget() {
    let image = format!("data:image/png;base64,{}==", "iVBORw0K".repeat(5 << 15));
    let cases = [
        (Markdown, format!("a ![needle]({image}) *b*\n\nc *d*\n"), vec!["a □ b", "needle", "c d"]),
        (Markdown, format!("a {image} *b*\n"), vec!["a □ b"]),
        (Markdown, format!("[pic]\n\n[pic]: {image}\n\n- c *d*\n"), vec!["pic", "c d"]),
        (Markdown, format!("|a|b|\n|-|-|\n|![]({image})|*c*|\n"), vec!["a", "b", "c"]),
        (Markdown, format!("> - a\n>\n>   <img src='{image}'> *b*\n"), vec!["a", "□ b"]),
        (Markdown, format!("{image}\n\n").repeat(4), vec![]),
        (Mdx, format!("a <img src=\"{image}\"/> *b*\n"), vec!["a □ b"]),
        (Mdx, format!("![]({image})\n\n").repeat(4) + "c *d*", vec!["c d"]),
        (Html, format!("<p>a <img src=\"{image}\"> <b>b</b><p>c"), vec!["a □ b", "c"]),
    ];
    for (format, source, expected) in cases {
        let pieces = wordgate_core::extract::split(&source, format).pieces;
        let mut extractor = Extractor::new();
        let extractions: Vec<Extraction> =
            pieces.iter().map(|piece| extractor.extract(&source, format, piece, wanted(&[]))).collect();
        let blocks = extractions.iter().flat_map(|extraction| &extraction.blocks);
        let found: Vec<String> = blocks.map(|block| block.text.replace(OPAQUE, "□")).collect();
        let shown = &source[..60];
        assert_eq!(found, expected, "{shown}");
        assert!(extractions.iter().all(|extraction| extraction.warnings.is_empty()), "{shown}");
    }
}
