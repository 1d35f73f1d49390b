//! Tests with output as git writes it, and with arbitrary lines.

use super::*;
use proptest::prelude::*;

fn changed_ranges(patch: &str) -> Vec<(String, Vec<(u32, u32)>)> {
    let pairs = |lines| match lines {
        ChangedLines::All => panic!("a patch tells lines"),
        ChangedLines::Some(changed_ranges) => changed_ranges.into_iter().map(|s| (s.first, s.count)).collect(),
    };
    let mut files: Vec<_> = parse_hunks(patch.as_bytes())
        .unwrap()
        .into_iter()
        .map(|(path, lines)| (String::from_utf8(path).unwrap(), pairs(lines)))
        .collect();
    files.sort();
    files
}

#[test]
fn parses_a_list_of_files_with_any_names() {
    let a = "a".repeat(40);
    let zero = "0".repeat(40);
    let raw = format!(
        ":000000 100644 {zero} {a} A\0né w\n\"x\".md\0:100644 100755 {a} {zero} M\0:b c\0:100644 000000 {a} {zero} D\0d\0\
         :100644 120000 {a} {a} T\0e\0:160000 160000 {a} {a} M\0f\0:000000 000000 {zero} {zero} U\0g\0"
    );
    let read: Vec<_> = parse_entries(raw.as_bytes())
        .unwrap()
        .into_iter()
        .map(|entry| (String::from_utf8(entry.path).unwrap(), entry.kind, entry.change))
        .collect();
    let expected = [
        ("né w\n\"x\".md", EntryKind::File, FileChange::New),
        (":b c", EntryKind::File, FileChange::Modified),
        ("d", EntryKind::Other, FileChange::Deleted),
        ("e", EntryKind::Other, FileChange::New),
        ("f", EntryKind::Other, FileChange::Modified),
        ("g", EntryKind::File, FileChange::Unmerged),
    ];
    assert_eq!(read, expected.map(|(path, kind, change)| (path.to_owned(), kind, change)));
    assert_eq!(parse_entries(b"").unwrap(), []);
    for bad in ["x\0y\0", ":100644 100644 a b M\0", ":1 2 3 4 R100\0a\0b\0", ":100644 100644 a b\0c\0"] {
        assert!(parse_entries(bad.as_bytes()).is_err(), "{bad:?}");
    }
}

#[test]
fn parses_added_changed_and_removed_lines() {
    let patch = "\
diff --git a/x.md b/x.md
old mode 100644
new mode 100755
index 1b32298..6e94b48 100644
--- a/x.md
+++ b/x.md
@@ -2 +2,2 @@ heading
-+++ b/no.md
++++ b/no.md
+@@ -9 +9 @@
@@ -5,2 +6,0 @@
-diff --git a/no b/no
---- a
@@ -0,0 +9 @@
+z
\\ No newline at end of file
diff --git a/mode b/mode
old mode 100644
new mode 100755
diff --git \"a/q \\\"\\303\\251\\n.md\" \"b/q \\\"\\303\\251\\n.md\"
--- \"a/q \\\"\\303\\251\\n.md\"\t
+++ \"b/q \\\"\\303\\251\\n.md\"\t
@@ -1,5 +1,5 @@
 a
-b
+B

-d
 e
+f
diff --git a/sp ace b/sp ace
--- a/sp ace\t
+++ b/sp ace\t
@@ -1,2 +0,0 @@
-x
-y
";
    let expected = [
        ("q \"é\n.md", vec![(2, 1), (3, 0), (5, 1)]),
        ("sp ace", vec![(0, 0)]),
        ("x.md", vec![(2, 2), (6, 0), (9, 1)]),
    ];
    assert_eq!(changed_ranges(patch), expected.map(|(name, lines)| (name.to_owned(), lines)));
}

#[test]
fn rejects_unknown_lines() {
    let file = "diff --git a/x b/x\n--- a/x\n+++ b/x\n";
    let bad = [
        "Binary files a/x and b/x differ\n".to_owned(),
        "@@ -1 +1 @@\n-a\n+b\n".to_owned(),
        "+++ x\n".to_owned(),
        "+++ \"b/\\x\"\n".to_owned(),
        format!("{file}@@ -1 +1 @@\n-a\n"),
        format!("{file}@@ -1 +1 @@\n-a\n-b\n+c\n"),
        format!("{file}@@ -1 +99999999999 @@\n-a\n+b\n"),
        format!("{file}@@@ -1 -1 +1 @@@\n"),
        format!("{file}@@ -1,4294967295 +4294967295,4294967295 @@\n-a\n+b\n+b\n"),
    ];
    for patch in bad {
        assert!(parse_hunks(patch.as_bytes()).is_err(), "{patch}");
    }
}

/// Builds a patch of one file without context lines. Each part has the number of lines that are kept, then removed,
/// then added. Also returns the expected ranges.
fn patch_of(parts: &[(u32, u32, u32)], text: &str) -> (String, Vec<(u32, u32)>) {
    let (mut patch, mut expected) = ("diff --git a/x b/x\n--- a/x\n+++ b/x\n".to_owned(), Vec::new());
    let (mut old, mut new) = (1, 1);
    for &(kept, removed, added) in parts {
        (old, new) = (old + kept, new + kept);
        let place = |first: u32, count: u32| if count == 0 { first - 1 } else { first };
        let (from, to) = (place(old, removed), place(new, added));
        patch.push_str(&format!("@@ -{from},{removed} +{to},{added} @@\n"));
        patch.push_str(&format!("-{text}\n").repeat(removed as usize));
        patch.push_str(&format!("+{text}\n").repeat(added as usize));
        expected.push((to, added));
        (old, new) = (old + removed, new + added);
    }
    (patch, expected)
}

proptest! {
    #[test]
    fn never_panics_on_arbitrary_bytes(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        let _ = (parse_hunks(&bytes), parse_entries(&bytes), unquoted(&bytes));
    }

    #[test]
    fn lines_that_look_like_a_patch_are_text(
        parts in prop::collection::vec((1_u32..5, 1_u32..4, 0_u32..4), 1..6),
        text in "(\\+\\+\\+ b/y|@@ -1 \\+1 @@|diff --git a/y b/y|-- a/y|\\\\ No|[ -~]{0,9})",
    ) {
        let (patch, expected) = patch_of(&parts, &text);
        prop_assert_eq!(changed_ranges(&patch), [("x".to_owned(), expected)]);
    }
}
