//! The characters beside which inline markup may start and end: opening and closing punctuation, quotation marks and
//! delimiters, as docutils defines them.

/// Opening punctuation. The closing character of each is at the same place in [`CLOSERS`].
const OPENERS: &str = "\"'(<[{༺༼᚛⁅⁽₍〈❨❪❬❮❰❲❴⟅⟦⟨⟪⟬⟮⦃⦅⦇⦉⦋⦍⦏⦑⦓⦕⦗⧘⧚⧼⸢⸤⸦⸨〈《「『【〔〖〘〚〝〝﴾︗︵︷︹︻︽︿﹁﹃﹇﹙﹛﹝（［｛｟｢«‘“‹⸂⸄⸉⸌⸜⸠‚„»’”›⸃⸅⸊⸍⸝⸡‛‟";

/// Closing punctuation.
const CLOSERS: &str = "\"')>]}༻༽᚜⁆⁾₎〉❩❫❭❯❱❳❵⟆⟧⟩⟫⟭⟯⦄⦆⦈⦊⦌⦎⦐⦒⦔⦖⦘⧙⧛⧽⸣⸥⸧⸩〉》」』】〕〗〙〛〞〟﴿︘︶︸︺︼︾﹀﹂﹄﹈﹚﹜﹞）］｝｠｣»’”›⸃⸅⸊⸍⸝⸡‛‟«‘“‹⸂⸄⸉⸌⸜⸠‚„";

/// The more frequent delimiters outside of ASCII, as ranges: dashes, bullets, and the punctuation of other scripts.
const DELIMITERS: &[(char, char)] = &[
    ('\u{A1}', '\u{A1}'),
    ('\u{B7}', '\u{B7}'),
    ('\u{BF}', '\u{BF}'),
    ('\u{37E}', '\u{37E}'),
    ('\u{387}', '\u{387}'),
    ('\u{55A}', '\u{55F}'),
    ('\u{589}', '\u{58A}'),
    ('\u{5BE}', '\u{5BE}'),
    ('\u{5F3}', '\u{5F4}'),
    ('\u{60C}', '\u{60D}'),
    ('\u{61B}', '\u{61B}'),
    ('\u{61E}', '\u{61F}'),
    ('\u{66A}', '\u{66D}'),
    ('\u{6D4}', '\u{6D4}'),
    ('\u{964}', '\u{965}'),
    ('\u{E4F}', '\u{E4F}'),
    ('\u{2010}', '\u{2017}'),
    ('\u{2020}', '\u{2027}'),
    ('\u{2030}', '\u{2038}'),
    ('\u{203B}', '\u{203E}'),
    ('\u{2041}', '\u{2043}'),
    ('\u{2047}', '\u{2051}'),
    ('\u{2053}', '\u{2053}'),
    ('\u{2055}', '\u{205E}'),
    ('\u{3001}', '\u{3003}'),
    ('\u{301C}', '\u{301C}'),
    ('\u{3030}', '\u{3030}'),
    ('\u{30A0}', '\u{30A0}'),
    ('\u{30FB}', '\u{30FB}'),
    ('\u{FF01}', '\u{FF03}'),
    ('\u{FF05}', '\u{FF07}'),
    ('\u{FF0A}', '\u{FF0A}'),
    ('\u{FF0C}', '\u{FF0F}'),
    ('\u{FF1A}', '\u{FF1B}'),
    ('\u{FF1F}', '\u{FF20}'),
    ('\u{FF3C}', '\u{FF3C}'),
    ('\u{FF61}', '\u{FF61}'),
    ('\u{FF64}', '\u{FF65}'),
];

fn is_delimiter(c: char) -> bool {
    matches!(c, '-' | '/' | ':')
        || !c.is_ascii() && DELIMITERS.iter().any(|(first, last)| (*first..=*last).contains(&c))
}

/// Returns whether inline markup may start after this character; `None` is the start of the text.
pub(super) fn may_precede_markup(before: Option<char>) -> bool {
    before.is_none_or(|c| c.is_whitespace() || is_delimiter(c) || OPENERS.contains(c))
}

/// Returns whether inline markup may end before this character; `None` is the end of the text.
pub(super) fn may_follow_markup(after: Option<char>) -> bool {
    after.is_none_or(|c| {
        c.is_whitespace() || is_delimiter(c) || matches!(c, '\\' | '.' | ',' | ';' | '!' | '?') || CLOSERS.contains(c)
    })
}

/// Returns whether the characters around a start of markup quote it, as in `"*"`, so that it is text.
pub(super) fn quotes(before: Option<char>, after: Option<char>) -> bool {
    let (Some(before), Some(after)) = (before, after) else { return false };
    OPENERS.chars().zip(CLOSERS.chars()).any(|(opener, closer)| opener == before && closer == after)
}
