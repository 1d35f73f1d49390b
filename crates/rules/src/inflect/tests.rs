//! Tests of the exact forms of words of every class, and of properties that all words have.

use super::inflect;
use proptest::prelude::*;
use std::collections::HashSet;

/// Words and their other forms, in alphabetical order.
const EXPECTED: &[(&str, &str)] = &[
    // Regular.
    ("access", "accessed accesses accessing"),
    ("direct", "directed directing directs"),
    ("partner", "partnered partnering partners"),
    ("claim", "claimed claiming claims"),
    ("expose", "exposed exposes exposing"),
    ("provide", "provided provides providing"),
    ("guarantee", "guaranteed guaranteeing guarantees"),
    ("agree", "agreed agreeing agrees"),
    ("proxy", "proxied proxies proxying"),
    ("certify", "certified certifies certifying"),
    ("deploy", "deployed deploying deploys"),
    ("relay", "relaid relayed relaying relays"),
    ("grant", "granted granting grants"),
    ("fix", "fixed fixes fixing"),
    ("patch", "patched patches patching"),
    ("push", "pushed pushes pushing"),
    ("waltz", "waltzed waltzes waltzing"),
    ("outperform", "outperformed outperforming outperforms"),
    ("reach", "reached reaches reaching"),
    ("argue", "argued argues arguing"),
    ("soliloquy", "soliloquied soliloquies soliloquying"),
    ("taxi", "taxied taxiing taxis"),
    ("tie", "tied ties tying"),
    ("untie", "untied unties untying"),
    ("canoe", "canoed canoeing canoes"),
    ("dye", "dyed dyeing dyes"),
    ("photo", "photoed photoing photos"),
    ("email", "emailed emailing emails"),
    ("detail", "detailed detailing details"),
    ("sync", "synced syncing syncs"),
    ("blacklist", "blacklisted blacklisting blacklists"),
    // Nouns only.
    ("hallucination", "hallucinations"),
    ("conversion", "conversions"),
    ("payment", "payments"),
    ("allowance", "allowances"),
    ("agency", "agencies"),
    ("therapist", "therapists"),
    ("attitude", "attitudes"),
    ("physician", "physicians"),
    ("symptom", "symptoms"),
    ("coworker", "coworkers"),
    // Nouns with the same endings that are also verbs.
    ("station", "stationed stationing stations"),
    ("version", "versioned versioning versions"),
    ("reimplement", "reimplemented reimplementing reimplements"),
    ("rebalance", "rebalanced rebalances rebalancing"),
    ("reference", "referenced references referencing"),
    ("nation", "nations"),
    ("twist", "twisted twisting twists"),
    // The last consonant is doubled.
    ("plan", "planned planning plans"),
    ("ship", "shipped shipping ships"),
    ("log", "logged logging logs"),
    ("gym", "gymmed gymming gyms"),
    ("quiz", "quizzed quizzes quizzing"),
    ("show", "showed showing shown shows"),
    ("tax", "taxed taxes taxing"),
    ("refer", "referred referring refers"),
    ("prefer", "preferred preferring prefers"),
    ("permit", "permits permitted permitting"),
    ("commit", "commits committed committing"),
    ("admit", "admits admitted admitting"),
    ("submit", "submits submitted submitting"),
    ("omit", "omits omitted omitting"),
    ("rebut", "rebuts rebutted rebutting"),
    ("control", "controlled controlling controls"),
    ("compel", "compelled compelling compels"),
    ("occur", "occurred occurring occurs"),
    ("transfer", "transferred transferring transfers"),
    ("equip", "equipped equipping equips"),
    ("format", "formats formatted formatting"),
    ("remap", "remapped remapping remaps"),
    ("unplug", "unplugged unplugging unplugs"),
    ("bootstrap", "bootstrapped bootstrapping bootstraps"),
    ("offer", "offered offering offers"),
    ("deliver", "delivered delivering delivers"),
    ("develop", "developed developing develops"),
    ("visit", "visited visiting visits"),
    ("exploit", "exploited exploiting exploits"),
    ("benefit", "benefited benefiting benefits benefitted benefitting"),
    ("focus", "foci focused focuses focusing focussed focusses focussing"),
    ("program", "programed programing programmed programming programs"),
    ("model", "modeled modeling modelled modelling models"),
    ("cancel", "canceled canceling cancelled cancelling cancels"),
    ("label", "labeled labeling labelled labelling labels"),
    ("signal", "signaled signaling signalled signalling signals"),
    ("travel", "traveled traveling travelled travelling travels"),
    ("equal", "equaled equaling equalled equalling equals"),
    ("mimic", "mimicked mimicking mimics"),
    ("panic", "panicked panicking panics"),
    ("traffic", "trafficked trafficking traffics"),
    // Irregular verbs.
    ("be", "am are been being is was were"),
    ("have", "had has having"),
    ("do", "did does doing done"),
    ("undo", "undid undoes undoing undone"),
    ("go", "goes going gone went"),
    ("give", "gave given gives giving"),
    ("get", "gets getting got gotten"),
    ("build", "building builds built"),
    ("rebuild", "rebuilding rebuilds rebuilt"),
    ("buy", "bought buying buys"),
    ("sell", "selling sells sold"),
    ("resell", "reselling resells resold"),
    ("oversell", "overselling oversells oversold"),
    ("begin", "began beginning begins begun"),
    ("upset", "upsets upsetting"),
    ("reset", "resets resetting"),
    ("quit", "quits quitted quitting"),
    ("override", "overridden overrides overriding overrode"),
    ("overcome", "overcame overcomes overcoming"),
    ("withhold", "withheld withholding withholds"),
    ("understand", "understanding understands understood"),
    ("mislead", "misleading misleads misled"),
    ("make", "made makes making"),
    ("take", "taken takes taking took"),
    ("mistake", "mistaken mistakes mistaking mistook"),
    ("write", "writes writing written wrote"),
    ("overwrite", "overwrites overwriting overwritten overwrote"),
    ("run", "ran running runs"),
    ("rerun", "reran rerunning reruns"),
    ("put", "puts putting"),
    ("hit", "hits hitting"),
    ("output", "outputs outputted outputting"),
    ("broadcast", "broadcasted broadcasting broadcasts"),
    ("learn", "learned learning learns learnt"),
    ("prove", "proved proven proves proving"),
    ("say", "said saying says"),
    ("pay", "paid paying pays"),
    ("repay", "repaid repaying repays"),
    ("replay", "replayed replaying replays"),
    ("lie", "lain lay lied lies lying"),
    ("fly", "flew flies flown flying"),
    ("see", "saw seeing seen sees"),
    ("choose", "chooses choosing chose chosen"),
    ("think", "thinking thinks thought"),
    ("speak", "speaking speaks spoke spoken"),
    ("troubleshoot", "troubleshooting troubleshoots troubleshot"),
    ("forbid", "forbad forbade forbidden forbidding forbids"),
    ("fit", "fits fitted fitting"),
    ("overfit", "overfits overfitted overfitting"),
    ("eye", "eyed eyeing eyes eying"),
    ("queue", "queued queueing queues queuing"),
    ("veto", "vetoed vetoes vetoing"),
    ("echo", "echoed echoes echoing echos"),
    ("bring", "bringing brings brought"),
    ("embed", "embedded embedding embeds"),
    ("need", "needed needing needs"),
    ("rely", "relied relies relying"),
    ("apply", "applied applies applying"),
    ("enable", "enabled enables enabling"),
    ("witness", "witnessed witnesses witnessing"),
    ("worship", "worshiped worshiping worshipped worshipping worships"),
    // Nouns.
    ("man", "manned manning mans men"),
    ("craftsman", "craftsmen"),
    ("middleman", "middlemen"),
    ("human", "humans"),
    ("man-hour", "man-hours"),
    ("child", "children"),
    ("foot", "feet footed footing foots"),
    ("person", "people persons"),
    ("analysis", "analyses"),
    ("hypothesis", "hypotheses"),
    ("criterion", "criteria criterions"),
    ("index", "indexed indexes indexing indices"),
    ("matrix", "matrices matrixes"),
    ("appendix", "appendices appendixed appendixes appendixing"),
    ("leaf", "leafed leafing leafs leaves"),
    ("life", "lives"),
    ("potato", "potatoed potatoes potatoing"),
    ("hero", "heroed heroes heroing"),
    ("bus", "bused buses busing bussed busses bussing"),
    ("series", ""),
    ("software", ""),
    ("data", ""),
    ("analytics", ""),
    ("company", "companied companies companying"),
    ("family", "familied families familying"),
    ("stomach", "stomached stomaching stomachs"),
    ("partnership", "partnerships"),
    ("capability", "capabilities"),
    ("business", "businesses"),
    ("building", "buildings"),
    ("collectible", "collectibles"),
    ("topic", "topics"),
    ("professional", "professionals"),
    ("café", "cafés"),
    // Adjectives with comparatives.
    ("safe", "safed safer safes safest safing"),
    ("secure", "secured securer secures securest securing"),
    ("easy", "easier easiest"),
    ("cheap", "cheaper cheapest"),
    ("green", "greened greener greenest greening greens"),
    ("big", "bigger biggest"),
    ("simple", "simpler simplest"),
    ("strong", "stronger strongest"),
    ("great", "greater greatest"),
    ("healthy", "healthier healthiest"),
    ("unsafe", "unsafed unsafer unsafes unsafest unsafing"),
    ("free", "freed freeing freer frees freest"),
    ("dry", "dried drier dries driest drying"),
    ("good", "best better goods"),
    ("bad", "worse worst"),
    ("old", "elder eldest older oldest"),
    // Derived words such as adverbs, and words without other forms.
    ("directly", ""),
    ("seamless", ""),
    ("dangerous", ""),
    ("authorized", ""),
    ("the", ""),
    // Capitals, acronyms, names, compounds.
    ("GPT", "GPTs"),
    ("API", "APIs"),
    ("OS", "OSes OSs"),
    ("US", ""),
    ("o3", "o3s"),
    ("5.5", "5.5s"),
    ("url", "urled urling urls"),
    ("npm", "npms"),
    ("OpenAI", "OpenAIs"),
    ("MacBook", "MacBooks"),
    ("WordPress", "WordPresses"),
    ("DevOps", ""),
    ("Node.js", ""),
    ("Access", "Accessed Accesses Accessing"),
    ("Index", "Indexed Indexes Indexing Indices"),
    ("pass-through", "pass-throughed pass-throughing pass-throughs"),
    ("white-label", "white-labeled white-labeling white-labelled white-labelling white-labels"),
    ("re-sell", "re-selling re-sells re-sold"),
    ("plug-in", "plug-ins"),
    ("GPT-4", "GPT-4s"),
    // Already inflected, or not English.
    ("OpenAI's", ""),
    ("don’t", ""),
    ("模型", ""),
    ("x", ""),
    ("4", "4s"),
    ("Inc.", ""),
    ("-", ""),
    ("end-", ""),
];

#[test]
fn inflects_every_class_of_word() {
    assert!(EXPECTED.len() >= 150);
    let mut wrong = Vec::new();
    for (word, others) in EXPECTED {
        let expected: Vec<&str> = std::iter::once(*word).chain(others.split_whitespace()).collect();
        let found = inflect(word);
        if found != expected {
            wrong.push(format!("{word}: expected {expected:?}, found {found:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn an_empty_string_has_no_forms() {
    assert!(inflect("").is_empty());
}

/// Checks the properties that the forms of every word have.
fn check_properties(word: &str) {
    let forms = inflect(word);
    assert_eq!(forms.first().map(String::as_str), Some(word));
    assert!(forms[1..].is_sorted(), "{forms:?}");
    assert_eq!(forms.iter().collect::<HashSet<_>>().len(), forms.len(), "{forms:?}");
    for form in &forms {
        assert!(!form.is_empty() && !form.contains(char::is_whitespace), "{word}: {form:?}");
        for derived in ["ly", "ness", "ment"] {
            assert!(!form.ends_with(derived) || word.ends_with(derived), "{word}: {form}");
        }
    }
}

#[test]
fn properties_hold_for_listed_words() {
    for (word, _) in EXPECTED {
        check_properties(word);
    }
    let table = include_str!("../irregular.txt").lines().filter(|line| !line.starts_with(['#', '[']));
    let words = table.flat_map(|line| line.split_once(':').unwrap_or((line, "")).0.split_whitespace());
    words.for_each(|word| check_properties(word.trim_start_matches('+')));
}

#[test]
fn inflects_very_long_words() {
    for letter in ["a", "y", "-", "é", "qu", "."] {
        assert!(!inflect(&letter.repeat(100_000)).is_empty());
    }
}

proptest! {
    #[test]
    fn properties_hold_for_any_word(word in "[a-z]{1,12}|[A-Za-z][a-z0-9.'-]{0,9}|\\PC{1,6}") {
        prop_assume!(!word.contains(char::is_whitespace));
        check_properties(&word);
    }

    #[test]
    fn keeps_the_case_of_the_stem(word in "[a-z]{2,12}") {
        let capital = word[..1].to_uppercase() + &word[1..];
        for form in inflect(&capital) {
            prop_assert!(form.starts_with(char::is_uppercase), "{}", form);
        }
        prop_assert_eq!(inflect(&capital).len(), inflect(&word).len());
    }
}
