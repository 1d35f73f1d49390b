//! Finds out where a figure goes on, so that a built-in class never captures a part of one.
//!
//! `earn @number` must not find "1" in "earn 1,000s", "12" in "earn 12:30" or "2020-2021" in "earn 2020-2021-2022". What
//! is glued to a figure belongs to it, whether or not a class can read all of it. So a class can neither begin nor end
//! between two tokens of one figure. This looks at a few tokens around the place.

use super::class::{Class, Membership};
use std::sync::LazyLock;
use wordgate_text::prose::{Joint, Token, TokenKind, Words};

/// The numbers below one hundred in words.
static NUMBER_WORDS: LazyLock<Option<Class>> = LazyLock::new(|| Class::find(".below-hundred"));

/// Words after which "point" is a noun, as in "at this point five users".
const DETERMINERS: [&str; 10] = ["a", "the", "this", "that", "which", "what", "any", "some", "each", "every"];

/// The endings of ordinals and fractions that a hyphen joins to a number: `twenty-first`, `two-thirds`. "second" and
/// "quarter" are missing, because they are units of time: `a ten-second delay`.
const ORDINALS: [&str; 11] =
    ["half", "first", "third", "thirds", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth"];

/// Scales that directly follow digits in texts in Chinese, Japanese and Korean.
const CJK_SCALES: [char; 10] = ['十', '百', '千', '万', '萬', '億', '亿', '兆', '만', '억'];

/// Returns whether a figure goes on from the token before `at` to the one at `at`, so that a match of this class can
/// neither begin (`begins`) nor end there.
pub(super) fn continues(words: &Words, at: usize, class: &str, begins: bool) -> bool {
    let place = Place { words, at };
    let (Some(left), Some(right)) = (place.token(-1), place.token(0)) else { return false };
    let in_figure = match right.joint {
        Joint::Glued => place.is_glued_inside(left, right, begins),
        Joint::Hyphen => {
            let is_joined = place.has_digit(left) && place.starts_with_digit(0)
                || place.is_ordinal(right)
                || place.is_compound(left, right);
            !right.suspended && is_joined
        }
        Joint::Space if begins && place.text(right) == "point" => DETERMINERS.contains(&place.text(left)),
        Joint::Space => place.is_group(left, right),
    };
    in_figure || class == "year" && place.is_amount(begins)
}

/// Returns whether the token at `at` is joined to the one before it by a hyphen and is no number in words: the `R10` of
/// `R5-R10`, but not the `five` of `twenty-five`.
pub(super) fn is_hyphenated_amount(words: &Words, at: usize) -> bool {
    let place = Place { words, at };
    place.token(0).is_some_and(|token| token.joint == Joint::Hyphen && !place.is_number_word(token))
}

/// The place between two tokens.
#[derive(Clone, Copy)]
struct Place<'w> {
    words: &'w Words,
    /// The token after the place.
    at: usize,
}

impl<'w> Place<'w> {
    /// Returns the token this far from the one after the place.
    fn token(self, offset: isize) -> Option<&'w Token> {
        self.words.tokens().get(self.at.checked_add_signed(offset)?)
    }

    fn text(self, token: &Token) -> &'w str {
        self.words.folded(token)
    }

    fn has_digit(self, token: &Token) -> bool {
        token.kind == TokenKind::Word && self.text(token).contains(|c: char| c.is_ascii_digit())
    }

    fn starts_with_digit(self, offset: isize) -> bool {
        let is_digit = |c: char| c.is_ascii_digit();
        self.token(offset).is_some_and(|token| token.kind == TokenKind::Word && self.text(token).starts_with(is_digit))
    }

    fn is_glued(self, offset: isize) -> bool {
        self.token(offset).is_some_and(|token| token.joint == Joint::Glued)
    }

    /// Returns whether two glued tokens are one figure: `1,000`, `12:30`, `1/2`, `.5`, `5万`.
    fn is_glued_inside(self, left: &Token, right: &Token, begins: bool) -> bool {
        let is_point = |token: &Token| token.kind == TokenKind::Mark('.');
        if self.is_separator(right) {
            let goes_on = self.is_glued(1) && self.starts_with_digit(1);
            return goes_on && (self.has_digit(left) || is_point(left));
        }
        if right.kind == TokenKind::Mark('—') {
            // The dash of `price—$50` is no minus sign.
            return begins;
        }
        if self.is_separator(left) && self.starts_with_digit(0) {
            let before = self.token(-2).filter(|_| self.is_glued(-1));
            return match is_point(left) {
                true => !before.is_some_and(is_point),
                false => before.is_some_and(|before| self.has_digit(before)),
            };
        }
        // In `500 $10 vouchers` the sign belongs to the second number.
        let is_sign_of_next = !begins && self.is_currency_sign(left) && self.starts_with_digit(0);
        is_sign_of_next || self.has_digit(left) && self.text(right).starts_with(CJK_SCALES)
    }

    /// Returns whether two tokens with a hyphen between them are inside of a compound such as `3-in-1`.
    fn is_compound(self, left: &Token, right: &Token) -> bool {
        let is_hyphenated = |token: &Token| token.joint == Joint::Hyphen;
        let number_follows = self.token(1).is_some_and(|next| is_hyphenated(next) && self.is_number(next));
        let number_precedes = is_hyphenated(left) && self.token(-2).is_some_and(|first| self.is_number(first));
        self.is_number(left) && number_follows || number_precedes && self.is_number(right)
    }

    /// Returns whether a token is a number in digits, or one below one hundred in words.
    fn is_number(self, token: &Token) -> bool {
        self.has_digit(token) || self.is_number_word(token)
    }

    /// Returns whether a token is a number below one hundred in words.
    fn is_number_word(self, token: &Token) -> bool {
        NUMBER_WORDS.is_some_and(|numbers| Membership::of(self.words, token).may_start(numbers))
    }

    fn is_currency_sign(self, token: &Token) -> bool {
        matches!(token.kind, TokenKind::Mark(c) if is_currency(c)) || self.text(token).ends_with('$')
    }

    fn is_separator(self, token: &Token) -> bool {
        matches!(token.kind, TokenKind::Mark(',' | '.' | ':' | '⁄' | '×' | '^')) || self.text(token) == "/"
    }

    /// Returns whether the space between two tokens is inside of a number: `1 234`, `2030 01`, `2 1/2`.
    fn is_group(self, left: &Token, right: &Token) -> bool {
        let is_digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
        if left.sentence != right.sentence || !self.has_digit(left) || !self.starts_with_digit(0) {
            return false;
        }
        let (left, right) = (self.text(left), self.text(right));
        let is_group = is_digits(left) && left.len() <= 3 && right.len() == 3 && is_digits(right);
        let is_padded = right.len() > 1 && right.starts_with('0') && is_digits(right);
        let is_fraction = right.len() == 1 && self.is_glued(1) && self.is_glued(2) && self.starts_with_digit(2);
        let is_slash = |token: &Token| matches!(self.text(token), "/") || token.kind == TokenKind::Mark('⁄');
        is_group || is_padded || is_fraction && self.token(1).is_some_and(is_slash)
    }

    fn is_ordinal(self, token: &Token) -> bool {
        ORDINALS.contains(&self.text(token))
    }

    /// Returns whether a year here would be an amount: `2030%`, `$2030`.
    fn is_amount(self, begins: bool) -> bool {
        match begins {
            true => self.token(-1).is_some_and(|sign| self.is_currency_sign(sign)),
            false => self.token(0).is_some_and(|unit| self.is_currency_sign(unit) || self.text(unit) == "%"),
        }
    }
}

/// Returns whether a character is a currency sign of Unicode (`Sc`).
fn is_currency(c: char) -> bool {
    matches!(c, '$' | '\u{A2}'..='\u{A5}' | '֏' | '؋' | '߾' | '߿' | '৲' | '৳' | '৻' | '૱' | '௹' | '฿' | '៛'
        | '\u{20A0}'..='\u{20C1}' | '꠸' | '﷼')
}
