//! reStructuredText.

use super::split::compare;
use super::support::check;
use crate::effort::config;
use proptest::prelude::*;
use proptest::sample::select;
use proptest::test_runner::TestCaseError;
use wordgate_core::extract::Extractor;
use wordgate_core::extract::Format::Rst;
use wordgate_text::prose::Scope;

#[test]
fn blocks() {
    check(
        Rst,
        &[],
        &[
            ("paragraphs", "One\n*two*\n\nthree\n", "paragraph: One two ¦ paragraph: three"),
            ("titles", "====\nOne\n====\n\nTwo\n---\nthree\n", "heading: One ¦ heading: Two ¦ paragraph: three"),
            ("a short underline is text", "One two\n---\n", "paragraph: One two ---"),
            ("a transition", "One\n\n----\n\ntwo\n", "paragraph: One ¦ paragraph: two"),
            ("bullets", "- one\n\n  two\n- three\n\n  - four\n", "list: one ¦ list: two ¦ list: three ¦ list: four"),
            (
                "numbers",
                "1. one\n#. two\n\n(iv) three\n\nA. Einstein\nwas\n",
                "list: one ¦ list: two ¦ list: three ¦ paragraph: A. Einstein was",
            ),
            (
                "definitions",
                "one : two\n  three\n\n  four\n",
                "paragraph: one : two ¦ paragraph: three ¦ paragraph: four",
            ),
            (
                "fields",
                "x\n\n:one: two\n  three\n:param str no: four\n",
                "paragraph: x ¦ paragraph: one ¦ paragraph: two three ¦ paragraph: four",
            ),
            (
                "options",
                "-a, --all=FILE  one\n                two\n--no  three\n",
                "paragraph: one two ¦ paragraph: three",
            ),
            ("line blocks", "| one\n| two\n  three\n", "paragraph: one⏎two⏎three"),
            ("quotes", "One\n\n  two\n\n  -- Three Four\n", "paragraph: One ¦ quote: two ¦ quote: -- Three Four"),
            (
                "literal blocks",
                "One::\n\n  no\n\n  no\n\ntwo ::\n\n> no\n> no\n\nthree\n",
                "paragraph: One: ¦ paragraph: two ¦ paragraph: three",
            ),
            ("only a mark", "::\n\n  no\n\none\n", "paragraph: one"),
            ("sessions", ">>> no\nno\n\none\n", "paragraph: one"),
            ("comments", ".. no\n   no\n\n   no\n..\n\n  one\n", "quote: one"),
            (
                "footnotes",
                ".. [1] one\n   two\n.. [#a] three\n.. [CIT] four\n",
                "footnote: one two ¦ footnote: three ¦ footnote: four",
            ),
            ("targets", ".. _no: https://no\n.. _`no: no`: no\n__ no\n\none\n", "paragraph: one"),
        ],
    );
}

#[test]
fn tables() {
    check(
        Rst,
        &[],
        &[
            (
                "a grid",
                "+-----+------+\n| one | two  |\n|     | and  |\n+=====+======+\n| - three    |\n+-----+------+\n",
                "table: one ¦ table: two and ¦ table: three",
            ),
            (
                "a simple table",
                "=====  ====\none    two\n=====  ====\nthree  four\n       five\nsix    seven and more\n=====  ====\n",
                "table: one ¦ table: two ¦ table: three ¦ table: four five ¦ table: six ¦ table: seven and more",
            ),
            (
                "with narrow gaps, each line is read by itself",
                "=== ====\none two\n    tre\n=== ====\n",
                "table: one ¦ table: two ¦ table: tre",
            ),
            (
                "text between columns joins them",
                "=====  ====\nseventh two\n=====  ====\nlines  two\neleven two\n       tre\n漢漢漢abc\n=====  ====\n",
                "table: seventh two ¦ table: lines ¦ table: two ¦ table: eleven two ¦ table: tre ¦ table: 漢漢漢abc",
            ),
            (
                "lines after the first that begin between columns",
                "=====  ====\none    two\n      three\nfour\n      x\n=====  ====\n",
                "table: one two ¦ table: three ¦ table: four ¦ table: x",
            ),
            (
                "a grid that is too narrow",
                "+-----+----+\n| eleven   | two |\n+-----+----+\n|one|two\n+-----+----+\n",
                "table: eleven ¦ table: two ¦ table: one ¦ table: two",
            ),
            (
                "a grid without a bar",
                "+-----+-----+\n| one | two |\n| a   +-----+\n| eleven  x |\n+-----+-----+\n",
                "table: one ¦ table: two ¦ table: a +-----+ ¦ table: eleven x",
            ),
            (
                "lists of lists",
                ".. list-table:: One\n   :header-rows: 1\n\n   * - two\n     - three\n   * - four\n\n       five\n     -\n",
                "table: One ¦ table: two ¦ table: three ¦ table: four ¦ table: five",
            ),
            (
                "comma-separated values",
                ".. csv-table:: One\n   :header: \"two, three\", four\n\n   \"five\n   six\", *seven*\n",
                "table: One ¦ table: two, three ¦ table: four ¦ table: five six ¦ table: seven",
            ),
            (
                "doubled quotes",
                ".. csv-table::\n   :header: \"\"\"one\"\"\", two\"\"s\n\n   \"three \"\"four\"\"\n   \"\"five\"\"\",\"\"\"\"\n",
                "table: \"one\" ¦ table: two\"\"s ¦ table: three \"four\" \"five\" ¦ table: \"",
            ),
        ],
    );
}

#[test]
fn directives() {
    check(
        Rst,
        &[],
        &[
            ("admonitions", ".. note:: one\n   two\n\n   three\n", "paragraph: one two ¦ paragraph: three"),
            ("titles", ".. admonition:: One\n   :class: no\n\n   two\n", "title: One ¦ paragraph: two"),
            (
                "versions",
                ".. versionadded:: 1.2 one\n   two\n.. versionchanged:: 2\n   three\n",
                "paragraph: one two ¦ paragraph: three",
            ),
            (
                "figures",
                ".. figure:: no.png\n   :alt: one\n   :width: 10\n\n   Two\n\n   three\n",
                "alt: one ¦ paragraph: Two ¦ paragraph: three",
            ),
            (
                "code",
                ".. code-block:: no\n   :caption: One\n\n   no\n\n.. raw:: html\n\n   no\n\n.. math::\n\n   no\n",
                "attribute: One",
            ),
            (
                "signatures",
                ".. py:function:: no(no)\n   :no-index:\n\n   One\n\n   :param no: two\n",
                "paragraph: One ¦ paragraph: two",
            ),
            ("quotations", ".. epigraph::\n\n   One\n\n   -- Two\n", "quote: One ¦ quote: -- Two"),
            (
                "substitutions",
                ".. |no| replace:: one *two*\n.. |no| image:: no.png\n   :alt: three\n",
                "paragraph: one two ¦ alt: three",
            ),
            (
                "metadata",
                ".. meta::\n   :description: One\n   :no: no\n   :keywords lang=en: two, three\n",
                "attribute: One ¦ attribute: two, three",
            ),
            (
                "fields at the start",
                "One\n===\n\n:author: Two\n:date: 2026\n\n:three: four\n\nx\n\n:five: six\n",
                "heading: One ¦ attribute: Two ¦ attribute: 2026 ¦ attribute: four ¦ paragraph: x ¦ paragraph: five ¦ paragraph: six",
            ),
            (
                "tables of contents",
                ".. toctree::\n   :caption: One\n   :name: no\n\n   Two <no>\n   no/no\n   *Thr\\ee*<no/no>\n   <no>\n   Four & more <https://no/>\n",
                "attribute: One ¦ paragraph: Two ¦ paragraph: *Thr\\ee* ¦ paragraph: Four & more",
            ),
            (
                "unknown names",
                ".. unknown:: no no\n   no\n   :no: no\n\n   One\n\n.. unknown::\n   two\n   :title: three\n\n   four\n",
                "paragraph: One ¦ paragraph: two ¦ title: three ¦ paragraph: four",
            ),
            ("glossaries", ".. glossary::\n\n   one\n   two\n      three\n", "paragraph: one two ¦ quote: three"),
        ],
    );
}

#[test]
fn inline_markup() {
    check(
        Rst,
        &[],
        &[
            ("emphasis", "*one* **two** `three` _`four`\n", "paragraph: one two three four"),
            ("literals", "one ``no`` two ``no\\`` three\n", "paragraph: one □ two □ three"),
            ("links", "One_ `two <http://no>`_ `three <no_>`__ `four`_ five__\n", "paragraph: One two three four five"),
            ("only a target", "`<http://no>`_ one\n", "paragraph: □ one"),
            (
                "roles",
                ":ref:`one <no>` :ref:`no` :term:`two` :func:`no` `three`:sup: :math:`no` :no:`no`\n",
                "paragraph: one □ two □ three □ □",
            ),
            ("a target without a space", ":ref:`one<no>` :std:doc:`two <no>`\n", "paragraph: one two"),
            ("notes", "one [1]_ two [#no]_, three [CIT]_\n", "paragraph: one two , three"),
            ("substitutions", "one |no| two |no|_\n", "paragraph: one □ two □"),
            (
                "escapes",
                "\\*one\\* re\\ *struct*\\ ured \\two a\\\nb c\\\\\n",
                "paragraph: *one* restructured two ab c\\",
            ),
            (
                "no markup",
                "2 * 3 * 4 a*b* (*) \"*\" *a b_c __init__ a``b\n",
                "paragraph: 2 * 3 * 4 a*b* (*) \"*\" *a b_c __init__ a``b",
            ),
            ("markup does not nest", "**one *two* three**\n", "paragraph: one *two* three"),
            ("over lines", "*one\ntwo* `three\nfour\n<http://no>`_\n", "paragraph: one two three four"),
            ("addresses", "one https://no.example/a_b two\n", "paragraph: one □ two"),
        ],
    );
}

#[test]
fn text_that_is_not_prose_has_its_scope() {
    check(
        Rst,
        &[Scope::Code, Scope::Comment, Scope::Url, Scope::Math],
        &[(
            "scopes",
            "One ``two`` :math:`three` `a <http://four>`_\n\n::\n\n  five\n\n.. six\n\n.. _b: seven\n\n.. math:: eight\n",
            "paragraph: One □ □ a ¦ code: two ¦ math: three ¦ url: http://four ¦ code: five ¦ comment: six ¦ url: seven ¦ math: eight",
        )],
    );
}

/// Lines of all kinds of blocks.
const LINES: &[&str] = &[
    "one two", "one::", "::", "====", "----", "=====  ====", "===", "+-----+---+", "| a   | b |", "- one", "* ",
    "1. one", "a. one", "(2) one", "#. one", ":a: one", ":param a: one", "-a  one", "--all", "| one", ">>> one",
    "> one", ".. one", "..", ".. note:: one", ".. admonition:: one", ":class: one", ".. code:: one",
    ".. list-table:: one", "* - one", "  - two", ".. csv-table:: one", "a, \"b", "c\", d", ".. [1] one", ".. _a: b",
    "__ a", ".. |a| replace:: one", ".. wordgate-allow t/r: one", ".. meta::", "-- One", "*one", "two* ``a",
    "b`` `c <d>`_ e_", "one\\", "\u{FEFF}one", "漢字 one",
];

const INDENTS: &[&str] = &["", "", "", "", "", " ", "  ", "   ", "   ", "     ", "\t"];

const ENDS: &[&str] = &["\n", "\n", "\n", "\n", "\n\n", "\n\n", "\r\n", " \n"];

fn shuffled() -> impl Strategy<Value = String> {
    let line =
        (select(INDENTS), select(LINES), select(ENDS)).prop_map(|(indent, line, end)| [indent, line, end].concat());
    prop::collection::vec(line, 0..14).prop_map(|lines| lines.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..config(2_000, 100_000) })]

    #[test]
    fn any_lines_give_the_same_blocks_in_pieces(text in shuffled()) {
        compare(&text, Rst, &mut Extractor::new()).map(drop).map_err(TestCaseError::fail)?;
    }
}
