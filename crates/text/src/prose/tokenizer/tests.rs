//! Tests of the tokenizer: which text is one word, and which word is opaque.

use super::super::words::{exact, folded};
use super::*;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;
use unicode_normalization::UnicodeNormalization;

/// Returns the folded words, separated by `|` if nothing is between them, by a space or by `-`. `@` is an opaque word,
/// and `·` a possessive.
fn render(text: &str) -> String {
    let words = Words::new(text);
    let mut out = String::new();
    for token in words.tokens() {
        out.push_str(match token.joint {
            _ if out.is_empty() => "",
            Joint::Glued => "|",
            Joint::Space => " ",
            Joint::Hyphen => "-",
        });
        match token.kind {
            TokenKind::Word => out.push_str(words.folded(token)),
            TokenKind::Opaque => out.push('@'),
            TokenKind::Mark(mark) => out.push(mark),
        }
        out.push_str(if token.possessive { "·" } else { "" });
    }
    out
}

#[test]
fn recognises_opaque_words() {
    let cases = [
        ("Open C:\\data\\whitelist\\x. See C:/conf/a, (D:\\a)", "open @|. see @|, (|@|)"),
        ("src/whitelist/lib .whitelist/x $HOME/x ${HOME}/x ../a ~/b", "@ @ @ @ @ @"),
        ("docs/a.md:12, x.y/b/c a_b/c v1/list lib/{a,b}/c", "@|, @ @ @ @"),
        (
            "and/or master/slave 24/7/365 read/write/execute w/ n/a I/O TCP/IP 1/2/2026",
            "and|/|or master|/|slave 24|/|7|/|365 read|/|write|/|execute w|/ n|/|a i|/|o tcp|/|ip 1|/|2|/|2026",
        ),
        (
            "B2B/B2C 10k/20k .NET/Java Node.js/React h1/h2/h3 U.S./U.K. e.g./i.e.",
            "b2b|/|b2c 10k|/|20k .|net|/|java node.js|/|react h1|/|h2|/|h3 u.s|.|/|u.k|. e.g|.|/|i.e|.",
        ),
        ("(and)/or \u{FFFC}/b yes/no/maybe 5/x", "(|and|)|/|or @|/|b yes|/|no|/|maybe 5|/|x"),
        ("config.yaml name-1.2.tar.gz main.rs:10 Node.js Claude.ai openai.com", "@ @ @ node.js claude.ai openai.com"),
        ("x --whitelist=1 now (--whitelist) --a-b, --[no-]c --d[=e]", "x @ now (|@|) @|, @ @"),
        ("fast--whitelist fast -- whitelist --Whitelist it", "fast|—|whitelist fast — whitelist —|whitelist it"),
        (
            "-w/--whitelist -w/-x/--a-b=c yes/--[no-]x -h/--help/--w. a_b/--c",
            "—|w|/|@ —|w|/-x|/|@ yes|/|@ —|h|/|@|/|@|. @|@",
        ),
        ("w/--a src/--a https://a.b/--c and/or/--Title it x/---y", "w|/|@ @ @ and|/|or|/|—|title it x|/|—|y"),
        ("$NAME, $5 model $US 5 US$ A$AP $US50 ${a}", "@|, $|5 model $|us 5 us|$ a|$|ap $|us50 @"),
        ("@scope/name@1.2 name@1.2 @me@a.org me@a.org", "@ @ @ @"),
        ("@OpenAI's models (@a-b) a@b", "openai· models (|a-b|) a|@|b"),
        ("std::vec<T> x::y::z note: a::b() a().b()", "@|<|t|> @ note|: @ @"),
        ("access() model(s) foo(bar) a.b() @whitelist()", "@ model|(|s|) foo|(|bar|) @ @"),
        ("a=b a==1 size=XL a>=1.2 a = b E=mc² x=\"a\"", "@ @ @ @ a = b @ @"),
        ("a=b,c. (x=1) if a=> b", "@|. (|@|) if a|=|> b"),
        (
            "note: :tada: 10:30:15 key:value :a: :b::c: C: :-) w:x:y",
            "note|: @ 10|:|30|:|15 key|:|value @ @|@ c|: :|—|) w|:|x|:|y",
        ),
        ("arn:aws:s3:::x data:image/png;base64,AAAA== data: a, b mailto:a@b.c", "@ @ data|: a|, b @"),
        ("/a's list config.yaml's list", "@· list @· list"),
        ("whitelist† of* it‡, a*b **a** x*.md models.† Try", "whitelist of it|, a|*|b *|*|a x|*|.|md models|.|† try"),
        ("models² ¹See Guaranteed returns③ a⁽¹⁾ 2⁵³ CO₂ m.² Try", "models see guaranteed returns a 253 co2 m|. try"),
        (
            "models.Try it. The end.Whitelist it in 2024.The 5.5.The OpenAI.The",
            "models|.|try it|. the end|.|whitelist it in 2024|.|the 5.5|.|the openai|.|the",
        ),
        (
            "to ChatGPT.Try it. GPT-5.5.Try it. OpenAI.Whitelist, the US.Whitelist it. API.Whitelist!",
            "to chatgpt|.|try it|. gpt-5.5|.|try it|. openai|.|whitelist|, the us|.|whitelist it|. api|.|whitelist|!",
        ),
        (
            "whitelist.OpenAI is whitelist.SRE's whitelist.HTML is whitelist.GPT-5 v2.Web3. WHITELIST.THEN GO",
            "whitelist|.|openai is whitelist|.|sre· whitelist|.|html is whitelist|.|gpt-5 v2|.|web3|. whitelist|.|then go",
        ),
        (
            "Use Node.js.Whitelist it. On Booking.com.Whitelist it. VS.Try v1.2.Whitelist",
            "use node.js|.|whitelist it|. on booking.com|.|whitelist it|. vs|.|try v1.2|.|whitelist",
        ),
        (
            "Claude.ai Booking.Com ASP.NET VB.NET e.g. v1.2.Final 5.6.1.RELEASE a_b.Whitelist J.Smith System.IO.Path",
            "claude.ai booking.com asp.net vb.net e.g|. v1.2.final 5.6.1.release a_b.whitelist j.smith system.io.path",
        ),
        (
            "::std::whitelist ::whitelist /:id/whitelist /#/whitelist a/:id/b users/{id}/b, (::a) x :: y",
            "@ @ @ @ @ @|, (|@|) x :|: y",
        ),
        (
            "10.0.0.1/x/y localhost:3000/x 10.0.0.1:80/x a.com:80/x db:5432/x localhost/x 4:3/16:9 5.5/5.6 step:1/2",
            "@ @ @ @ @ @ 4|:|3|/|16|:|9 5.5|/|5.6 step|:|1|/|2",
        ),
        (
            "a/b/c:1.2 a/c:1.2 a/c:latest foo.d/x e.g./x and/or: 1 yes/no:1",
            "@ @ @ @ e.g|.|/|x and|/|or|: 1 yes|/|no|:|1",
        ),
        (
            "$env:WHITELIST, $env:HOME/x $(pwd)/x $(a) $(5) US$(a) $x: y git@x.y:w/z. a@b.c: x git@h:w.git",
            "@|, @ @ @ $|(|5|) us|$|(|a|) @|: y @|. @|: x @",
        ),
        (
            "#/whitelist/x #1 #a/b C#/F# a/*/b a/$id/b 5*/6 a/#b -a**/**--b",
            "@ #|1 #|a|/|b c|#|/|f|# @ @ 5|*|/|6 a|/|#|b —|a|/|*|*|@",
        ),
        ("~user/whitelist ~5/x ~user ~half/~full", "@ ~|5|/|x ~|user @"),
        (
            "cmd/x config/x scripts/x app/x/y assets/x/y home/x/y/z vendor/x.y/z static/x/ test/x/y, node/x/y.",
            "@ @ @ @ @ @ @ static|/|x|/ @|, @|.",
        ),
        (
            "home/office test/production public/private internal/external assets/liabilities app/website node/edge",
            "home|/|office test|/|production public|/|private internal|/|external assets|/|liabilities app|/|website node|/|edge",
        ),
        ("INDEX.HTML index.html Whitelist.CSV img1.PNG a-b.PDF", "@ @ @ @ @"),
        (
            "Node.js ASP.NET System.Text.Json GPT-5.5 U.S.Army e.g.Amazon Node.Js x.Y a.Bc(d)",
            "node.js asp.net system.text.json gpt-5.5 u.s.army e.g.amazon node.js x.y a.bc|(|d|)",
        ),
    ];
    let wrong: Vec<String> = cases
        .iter()
        .filter(|(text, expected)| render(text) != *expected)
        .map(|(text, expected)| format!("{text}\n  {expected}\n  {}", render(text)))
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn splits_text_into_words() {
    let cases = [
        ("Direct access to OpenAI's models.", "direct access to openai· models|."),
        ("GPT-5.5, doesn't", "gpt-5.5|, doesn't"),
        ("100% secure C++ $20 #1 master/slave", "100|% secure c|+|+ $|20 #|1 master|/|slave"),
        ("pass- through - end--x", "pass-through — end|—|x"),
        ("OpenAI(TM) models (r) x", "openai models (|r|) x"),
        ("see https://a.b/c-d_e. Or me@x.org, now", "see @|. or @|, now"),
        ("(https://a.b/c) ./a/b /etc/x ~/y docs/a.md and/or", "(|@|) @ @ @ @ and|/|or"),
        ("api.openai.com e.g. U.S. it's", "api.openai.com e.g|. u.s|. it·"),
        ("使用OpenAI模型 OpenАI", "使|用|openai|模|型 openai"),
        ("OpenAIモデルに3.5年", "openai|モ|デ|ル|に|3.5|年"),
        ("ｱｸｾｽ ＯｐｅｎＡＩ ｶﾞ か\u{3099} 漢\u{301}字", "ア|ク|セ|ス openai ガ が 漢\u{301}|字"),
        ("ที่นี่ ລາວ ខ្មែរ မြန်မာ", "ที่|นี่ ລ|າ|ວ ខ្|មែ|រ မြ|န်|မာ"),
        ("한국漢字 한국어AI 人々ー x.漢 漢.x", "한국|漢|字 한국어|ai 人|々|ー x|.|漢 漢|.|x"),
        ("'quoted' rock 'n' roll's", "'|quoted|' rock '|n|' roll·"),
        ("our customers' data", "our customers· data"),
        ("our customers’ data", "our customers· data"),
        ("the 'users' data", "the '|users|' data"),
        ("the 'best users' data", "the '|best users|' data"),
        ("it's the users' and admins'.", "it· the users· and admins|'|."),
        ("a \u{FFFC}b", "a @|b"),
        ("Straße STRAẞE ΟΔΟΣ οδός", "strasse strasse οδοσ οδόσ"),
        ("ax\u{308} aх\u{308} aẍ oў oу\u{306} éа", "aẍ aẍ aẍ oy\u{306} oy\u{306} éa"),
        ("ΐ Ϊ\u{301} ǰ J\u{30C} ﾊﾞ", "ΐ ΐ ǰ ǰ バ"),
        ("AI한 AI\u{1112}\u{1161}\u{11AB} AIㄅㄆ", "ai|한 ai|한 ai|ㄅ|ㄆ"),
    ];
    for (text, expected) in cases {
        assert_eq!(render(text), expected, "{text}");
    }
}

proptest! {
    #[test]
    fn words_do_not_depend_on_unicode_composition(
        letters in vec(select("aAxeοХхуЄєёΪέσΣ한바ᄒ\u{1161}\u{11AB}\u{301}\u{308}\u{323}\u{344}\u{345}\u{3099}ハ'. -".chars().collect::<Vec<_>>()), 0..12)
    ) {
        let text: String = letters.into_iter().collect();
        let decomposed: String = text.nfd().collect();
        let composed: String = text.nfc().collect();
        prop_assert_eq!(render(&decomposed), render(&composed), "{:?}", text);
        for word in text.split(|c| !is_word_char(c)) {
            let written = exact(word);
            prop_assert_eq!(exact(&written), written.as_ref(), "{:?}", word);
            let once = folded(word);
            let twice = folded(&once);
            prop_assert_eq!(folded(&twice), twice.as_ref(), "{:?}", word);
        }
    }
}

proptest! {
    #[test]
    fn an_opaque_word_is_one_word_in_any_surroundings(
        word in select(OPAQUE_WORDS),
        before in select(&["", "see ", "(", "see \"", "see ‘", "a, ", "**", "x: ", "x | "][..]),
        after in select(&["", ".", ", a", ")", "\"", "’s a", " a", "!", "*", ": a", "\n"][..]),
    ) {
        let words = Words::new(&format!("{before}{word}{after}"));
        let opaque: Vec<&str> =
            words.tokens().iter().filter(|t| t.kind == TokenKind::Opaque).map(|t| words.exact(t)).collect();
        prop_assert_eq!(opaque, [word]);
    }
}

const OPAQUE_WORDS: &[&str] = &[
    "https://a.b/c", "me@a.org", "/a/b", "./a", "~/a", "C:\\a\\b", "C:/a", "$HOME/a", ".a/b", "src/a/lib", "x/y_z/w",
    "whitelist.yaml", "--a", "--a=b", "--[no-]a", "$NAME", "@scope/name", "a::b", "a()", "a=b", "a==1",
    "arn:aws:s3:::a", "name-1.2.tar.gz", "data:image/png;base64,AAAA", "docs/a.md", "name@1.2", "::a", "/:id/a",
    "/#/a", "#/a", "a/:id/b", "10.0.0.1/a", "localhost:3000/a", "a/b/c:1.2", "foo.d/b", "$env:NAME", "$(pwd)/a",
    "git@a.b:c/d", "~me/a", "app/a/b",
];

#[test]
fn tells_the_apostrophe_of_a_plural_from_the_end_of_a_quotation() {
    let cases = [
        ("We like 'tea'. Our users' data", "our users· data"),
        ("the 'big' and 'best' users' data", "users· data"),
        ("He said 'it's fine', so users' data", "users· data"),
        ("the ‘big’ ones, users’ data", "users· data"),
        ("the ‘best users’ data", "users|' data"),
        ("the ‘best users' data", "users· data"),
        ("the 'best users’ data", "users· data"),
        ("called 'our users' data', so", "users· data"),
        ("called ‘our users’ data’, so", "users· data"),
        ("called 'our users' and then 'x'", "users|' and"),
        ("called ‘our users’ and ‘x’", "users|' and"),
        ("\"so ‘our users’ data’ is\"", "users· data"),
        ("‚Tee‘ and our users’ data", "users· data"),
        ("In the '90s our users' data", "users· data"),
        ("rock 'n' roll and users' data", "users· data"),
        ("’tis our users’ data", "users· data"),
        ("'til our users' data", "users· data"),
        ("the 'round' and 'net users' data", "users· data"),
        ("the '90s users' and 'net' users' data", "users· data"),
        ("5' tall, 6′ wide, our users' data", "users· data"),
        ("('big') our users' data", "users· data"),
        ("our users'\n  data", "users· data"),
        ("our users'\u{A0}data", "users· data"),
        ("our users' 24 keys", "users· 24"),
        ("the 'big\nusers' data", "users|' data"),
        ("an open ' and 'so our users' data", "users|' data"),
    ];
    for (text, expected) in cases {
        assert!(render(text).contains(expected), "{text:?}: {:?} has no {expected:?}", render(text));
    }
    let long = format!("an 'open quotation {} our users' data", "and so on ".repeat(20));
    assert!(render(&long).ends_with("users· data"));
}

#[test]
fn hard_breaks_separate_lines() {
    let words = Words::of_lines("a b. c-d e", &[4, 8]);
    assert_eq!([0..1, 2..3, 3..5, 4..6].map(|tokens| words.lines(&tokens)), [0..3, 0..3, 3..5, 3..6]);
    assert_eq!(Words::new("a b").lines(&(1..2)), 0..2);
}

#[test]
fn splits_an_address_on_request() {
    let words = Words::of_address("https://a.b/direct-access?x=1");
    let found: Vec<&str> = words.tokens().iter().map(|token| words.folded(token)).filter(|w| !w.is_empty()).collect();
    assert_eq!(found, ["https", "/", "/", "a.b", "/", "direct", "access", "x", "1"]);
}

#[test]
fn spans_do_not_include_the_possessive() {
    let text = "“ＯｐｅｎＡＩ’s” models";
    let words = Words::new(text);
    let spans: Vec<&str> = words.tokens().iter().map(|token| &text[token.span.range()]).collect();
    assert_eq!(spans, ["“", "ＯｐｅｎＡＩ", "”", "models"]);
}
