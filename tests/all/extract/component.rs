//! Scripts with markup, and the components of Vue, Svelte and Astro.

use super::support::{check, extract, shown, wanted};
use wordgate_core::extract::Format::{Astro, Script, Svelte, Tsx, Vue};
use wordgate_text::prose::Scope;

#[test]
fn strings_of_scripts() {
    check(
        Script,
        &[],
        &[
            (
                "strings",
                "a = 'one two';\nb = `three ${c} four`;\nd(\"five six\");\n",
                "string: one two ¦ string: three □ four ¦ string: five six",
            ),
            ("one word", "a = 'one';\nb = `${c} two`;\n", ""),
            ("joined", "a = 'one ' + \"two \" + b.c(1)[2] + ` three`;\n", "string: one two □ three"),
            ("joined over lines", "a = 'one two' + // no no\n  'three'\n", "string: one two three"),
            (
                "joined by a value at the end",
                "a = 'one two ' + b;\nc = 'three four'\n",
                "string: one two □ ¦ string: three four",
            ),
            (
                "arguments of an operand",
                "a = 'one ' + t('two three') + ' four'\n",
                "string: one □ four ¦ string: two three",
            ),
            ("escapes", r#"a = 'it\'s \x6fne\u0021 two \u{1F600}'"#, "string: it's one! two 😀"),
            (
                "keys",
                "a = { 'no no': 'one two', \"no no\": 1, b: c ? 'three four' : 'five six' }",
                "string: one two ¦ string: three four ¦ string: five six",
            ),
            (
                "code keys",
                "a = { className: 'no no', style: { b: 'no no' }, href: 'no no', title: 'one two' }",
                "string: one two",
            ),
            (
                "comparisons",
                "if (a === 'no no' || 'no no' !== b) {}\nswitch (c) { case 'no no': d('one two') }",
                "string: one two",
            ),
            (
                "logs and errors",
                "console.log('no no', { a: 'no no' }); throw new Error(`no no ${a}`); throw f('no no')\ntoast.error('one two')",
                "string: one two",
            ),
            ("tests", "describe('no no', () => { it('no no', () => expect(a('no no')).toBe('no no')) })", ""),
            ("classes", "cn('no no', a && 'no no'); clsx({ 'no no': a }); a = 'flex items-center md:flex'", ""),
            ("tags", "css`no no`; styled.a`no no`; styled(A)`no no`; t`one two`; a = gql`no no`", "string: one two"),
            (
                "directives and imports",
                "'use client'\nimport a from 'no no'\nexport * from \"no no\"\nimport('no')",
                "",
            ),
            (
                "types",
                "type A = 'no no' | 'no no';\nlet b: 'no no' | 'no no';\nf<'no no' | 'no no'>('one two')",
                "string: one two",
            ),
            (
                "casts",
                "a = <T>b;\nc = <any>d < e;\nf = <T,>(g: T) => 'one two';\nh = <T extends A>(i) => 'three four'",
                "string: one two ¦ string: three four",
            ),
            (
                "regular expressions",
                "a.b(/['\"`]/g, 'one two'); c = d / 2 + '/ three four /'",
                "string: one two ¦ string: / three four /",
            ),
            ("HTML", "a = 'one <b>two</b><br>three'; b = '<svg><path d=\"M 0 0\"/></svg>'", "string: one two⏎three"),
            ("a word and a value", "a = `Hello ${b}`; c = `no ${b}`; d = `Bearer ${e}`", "string: Hello □"),
            ("index", "a['no no'] = b[`no no`]; c = ['one two']", "string: one two"),
            (
                "nested templates",
                "a = `one ${b ? `two three ${c}` : 'four five'} six`",
                "string: one □ six ¦ string: two three □ ¦ string: four five",
            ),
            ("comments", "// no 'no no'\n/* \"no no\" */ a = 'one two'", "string: one two"),
        ],
    );
}

#[test]
fn markup_in_scripts() {
    check(
        Tsx,
        &[],
        &[
            ("text", "a = <p>one <b>two</b>&nbsp;three</p>;", "paragraph: one two three"),
            ("one word", "a = <Button>one</Button>;", "html: one"),
            ("lines", "a = (\n  <p>\n    one\n    two{\" \"}\n    {'three'}\n  </p>\n);", "paragraph: one two three"),
            ("strings join words", "a = <p>Open{'AI'}</p>", "paragraph: OpenAI"),
            (
                "headings",
                "a = <><h1>one</h1><h2>{b ? 'two' : <i>three</i>}</h2></>",
                "heading: one ¦ heading: two ¦ heading: three",
            ),
            ("expressions", "a = <p>one {b} two {c(d)}</p>", "paragraph: one □ two □"),
            (
                "values",
                "a = <p>{b ? 'one' : c && (d || `two ${e}`)}{f('no')}{g === 'no' ? 1 : 2}</p>",
                "paragraph: one ¦ paragraph: two □",
            ),
            ("elements in expressions", "a = <ul>{b.map((c) => (<li key={c}>one {c}</li>))}</ul>", "list: one □"),
            (
                "attributes",
                "a = <A title=\"one\" className='no no' data-b='no no' b='two three' href='no no' c='no' />",
                "title: one ¦ string: two three",
            ),
            (
                "attributes of elements",
                "a = <img alt='one' b='no no' title={c ? 'two' : `three`} />",
                "alt: one ¦ title: two ¦ title: three",
            ),
            ("handlers", "a = <p onClick={() => f('one two')} style={{ b: 'no no' }} />", "string: one two"),
            (
                "elements in attributes",
                "a = <A className={<B>no</B>} icon={<p>one</p>}>two</A>",
                "paragraph: one ¦ html: two",
            ),
            (
                "code",
                "a = <p>one <code>no {b && <i>no</i>}</code></p>; c = <pre>{`no no`}</pre>; d = <CodeBlock>no no</CodeBlock>",
                "paragraph: one □",
            ),
            ("components", "a = <A><B>one</B>\n<C>two</C></A>", "html: one ¦ html: two"),
            ("other elements", "a = <h1><span>one</span>\n<span>two</span></h1>", "heading: one⏎two"),
            ("comments", "a = <p>one {/* no */}two // three</p>", "paragraph: one two // three"),
            (
                "less than",
                "a = b < c; d = <p>e > f</p>; g = h <i && j > 'one two'",
                "paragraph: e > f ¦ string: one two",
            ),
            (
                "generics",
                "const [a] = useState<string>('one two'); b = <A<string> c={d}>three</A>",
                "string: one two ¦ html: three",
            ),
            ("an element that ends itself", "a = <div><p/>one</div>", "html: one"),
            (
                "metadata",
                "a = <><meta name='description' content='one' /><meta property=\"og:title\" content={b ? `two ${c}` : 'three'} /><meta name='viewport' content='no no' /></>",
                "attribute: one ¦ attribute: two □ ¦ attribute: three",
            ),
            (
                "escaped code",
                "a = `one \\`no no\\` two three ${b} \\\\${c} four`",
                "string: one □ two three □ \\□ four",
            ),
            ("spread", "a = <A {...b} {...{ title: 'one two' }}>three</A>", "string: one two ¦ html: three"),
        ],
    );
}

#[test]
fn vue() {
    check(
        Vue,
        &[Scope::Code],
        &[
            ("text", "<template>\n<p>one {{ a }} two</p>\n</template>\n", "paragraph: one □ two"),
            ("values", "<template>{{ a ? 'one' : b('two three') }}</template>", "html: one ¦ string: two three"),
            (
                "attributes",
                "<template><A title='one' :sub-title=\"'two'\" :class=\"'no no'\" :c=\"'three four'\" v-if=\"a < b\"/></template>",
                "title: one ¦ attribute: two ¦ string: three four",
            ),
            ("kebab case", "<template><my-card label=\"one\">two</my-card></template>", "attribute: one ¦ html: two"),
            ("a component by its name", "<template><component :is='a' label='one'/></template>", "attribute: one"),
            ("slots", "<template><A><template #b>one</template></A>two</template>", "html: one ¦ html: two"),
            ("contents", "<template><p v-text=\"'one'\"/></template>", "html: one"),
            ("script", "<script setup lang=\"ts\">\nconst a = ref<A>('one two')\n</script>\n", "string: one two"),
            ("other blocks", "<i18n>no</i18n>\n<template lang='pug'>p no</template>\n", "code: no ¦ code: p no"),
            ("docs", "<docs>\n# one\n</docs>\n", "heading: one"),
            ("no end", "<template><p>one", "paragraph: one"),
        ],
    );
}

#[test]
fn svelte() {
    check(
        Svelte,
        &[],
        &[
            ("text", "<p>one {a} two</p>\n", "paragraph: one □ two"),
            (
                "blocks",
                "{#if a < b}<p>one</p>{:else if c}<p>two{#if d}s{/if}</p>{/if}",
                "paragraph: one ¦ paragraph: twos",
            ),
            ("each", "{#each a as { b }, c (d)}<li>{b ? 'one' : 'two'}</li>{/each}", "list: one ¦ list: two"),
            (
                "attributes",
                "<A title={'one'} label='two {a}' on:b={() => c('three four')} class:d='no no' {e}/>",
                "title: one ¦ attribute: two □ ¦ string: three four",
            ),
            (
                "expressions in quoted attributes",
                "<p title=\"{a ? 'one' : ''}\" class=\"{b ? 'no no' : ''}\" c=\"{d('two three')}\">four</p>",
                "title: one ¦ string: two three ¦ paragraph: four",
            ),
            (
                "more than one expression in an attribute",
                "<A label='one {a || \"two\"} three {`four ${b}`}' c='{d}, {\"five six\"}'/>",
                "attribute: one □ three □ ¦ attribute: two ¦ attribute: four □ ¦ string: □, □ ¦ string: five six",
            ),
            (
                "handlers",
                "<p on:click=\"{() => a('one two')}\" style:b=\"{'no no'}\">three</p>",
                "string: one two ¦ paragraph: three",
            ),
            ("an expression without an end", "<p title=\"one {a\">two</p>", "title: one □ ¦ paragraph: two"),
            (
                "head",
                "<svelte:head><title>one</title><meta name='description' content='two'></svelte:head>",
                "title: one ¦ attribute: two",
            ),
            (
                "script",
                "<script lang='ts'>\nlet a = b < c ? 'one two' : `three ${d} four`\n</script>",
                "string: one two ¦ string: three □ four",
            ),
            ("tags", "{@const a = 'one two'}{@html 'three'}<style>no {}</style>", "string: one two ¦ html: three"),
            (
                "structured data",
                "<script type='application/ld+json'>{\"@type\": \"no\", \"description\": \"one\"}</script>",
                "attribute: one",
            ),
            ("void elements", "<p>one<br>two<input>three</p>", "paragraph: one⏎two□three"),
        ],
    );
}

#[test]
fn astro() {
    check(
        Astro,
        &[],
        &[
            (
                "script",
                "---\nconst a = 'one two';\nb = '---';\n---\n<p>three</p>",
                "string: one two ¦ paragraph: three",
            ),
            ("no script", "<p>one</p>", "paragraph: one"),
            (
                "expressions",
                "<ul>{a.map((b) => <li>one<br>two</li>)}</ul>{c ? <p>three</p> : 'four'}",
                "list: one⏎two ¦ paragraph: three ¦ html: four",
            ),
            (
                "contents",
                "<p set:html={'one'} class:list={['no no']} /><A b=`two ${c} three` />",
                "html: one ¦ string: two □ three",
            ),
            ("contents in quotes", "<h1 set:text='one'></h1><p set:html=\"two\"></p>", "heading: one ¦ paragraph: two"),
            (
                "scripts",
                "<script define:vars={{ a: 'three four' }}>const a = 'one two'</script><style define:vars={{ b: 'no no' }}>no</style>",
                "string: three four ¦ string: one two",
            ),
            ("comments", "<p>one <!-- no -->two</p>", "paragraph: one two"),
            (
                "metadata",
                "<meta name='description' content={a ?? `one ${b}`}><meta property='og:title' content=\"two\"><meta name='theme-color' content='no no'>",
                "attribute: one □ ¦ attribute: two",
            ),
            ("document", "<!doctype html>\n<html><head><title>{a} | one</title></head></html>", "title: □ | one"),
        ],
    );
}

/// Each source has a needle. An empty expectation is a source without a warning; otherwise, that is where the warning is.
#[test]
fn text_after_what_is_never_closed_is_read_or_warned_about() {
    let cases = [
        (Tsx, "return <div><p>a needle\n", "<p"),
        (Tsx, "return <div>\n  <Card><b>a</b> needle\n);\n", "<Card"),
        (Tsx, "a = <p className='b'>a needle;\n", "<"),
        (Tsx, "a = <p title='b>a needle</p>;\n", "'"),
        (Tsx, "a = <p b={c>a needle</p>;\n", "<"),
        (Tsx, "a = <>a needle", "<"),
        (Tsx, "a = <Card><b>b</b>a needle", "<Card"),
        (Tsx, "a = <h1>\nneedle", "<h1"),
        (Tsx, "a = `b ${c} a needle;\n", "`"),
        (Tsx, "a = 'a needle;\n", "'"),
        (Tsx, "console.log(a; b = 'a needle'", "("),
        (Tsx, "a = { className: { b; c = 'a needle'", "{"),
        (Tsx, "/* a\nb = 'a needle'", ""),
        (Vue, "<template><p>a needle", "<template"),
        (Vue, "<template\n<p>a needle", "<template"),
        (Vue, "<template><p>{{ b</p>a needle</template>", ""),
        (Vue, "<template><p title='b>a needle</p></template>", "'"),
        (Vue, "<template><p :title='`a needle'></p></template>", "`"),
        (Vue, "<script>\nb = 1\n<template>a needle", "<script"),
        (Vue, "<style>\nb\n<template>a needle", "<style"),
        (Vue, "<!-- <template>a needle</template>", ""),
        (Svelte, "<p>a {b needle", "{"),
        (Svelte, "<p>a needle", ""),
        (Svelte, "<p class='b' a needle", "<p"),
        (Svelte, "<script>\nb = 'a needle'", ""),
        (Svelte, "<!-- <p>a needle", ""),
        (Astro, "---\nb = 'a needle'\n<p>c</p>", ""),
        (Astro, "---\nb = `a needle\n---\n<p>c</p>", "`"),
        (Astro, "<style>b {}\n<p>a needle", ""),
        (Astro, "{a && <p>a needle}", "<p"),
    ];
    let mut failed = Vec::new();
    for (format, source, expected) in cases {
        let extraction = extract(source, format, wanted(&[]));
        let warned: Vec<&str> = extraction.warnings.iter().map(|warning| &source[warning.span.range()]).collect();
        let read = shown(&extraction);
        if warned.first().copied().unwrap_or_default() != expected || warned.is_empty() && !read.contains("needle") {
            failed.push(format!("{source:?}\n    expected {expected:?}\n    warned   {warned:?}\n    read     {read}"));
        }
    }
    assert!(failed.is_empty(), "\n{}", failed.join("\n"));
}

#[test]
fn code_that_resembles_unclosed_markup_is_no_warning() {
    let cases = [
        "a = <T>(b: T) => b; c = async <T,>(d) => d; e = <T extends F>(g) => g",
        "a = <T>b; c = <any>d.e; f = <const>['g']; h = <T>i as J; k = <T>new L(); m = <T> n, o = <T>{ p }",
        "type A = <T>(b: T) => void; let c: Array<<T>() => T>",
        "if (a < b && c > d) {} for (e = 0; e <f; e++) {}",
        "a = <p>it's 5 \" wide</p>; b = /['\"`(]/; c = 'it\\'s \\\n more'",
        "a = <input disabled />; b = <></>; c = `${`d`}`",
        "a = b ? (<p>c</p>) : (<A<T> d />)",
    ];
    for source in cases {
        let warnings = extract(source, Tsx, wanted(&[])).warnings;
        assert!(warnings.is_empty(), "{source}: {:?}", &source[warnings[0].span.range()]);
    }
}
