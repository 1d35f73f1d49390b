//! Tests of the built-in classes and of word parts.

use super::*;
use wordgate_rules::{PatternContext, TermSets};

/// Returns the texts of all matches of a pattern.
fn found(pattern: &str, text: &str) -> Vec<String> {
    let pattern = TermSets::default().pattern(pattern, PatternContext::Rule).unwrap();
    let words = Words::new(text);
    let matches = Matcher::from_patterns(&[pattern]).find(&words, &|_, _| false);
    let token = |at: usize| words.tokens()[at].span;
    let text_of = |found: &Match| {
        text[token(found.tokens.start).start as usize..token(found.tokens.end - 1).end as usize].to_owned()
    };
    matches.iter().map(text_of).collect()
}

/// Checks a class on one text a line. `[` and `]` mark the matches. The class has to match alone, and at the end of a
/// longer pattern, where the alternatives of the class compete inside of one program.
fn check(class: &str, texts: &str) {
    let mut wrong = Vec::new();
    for line in texts.lines().map(str::trim).filter(|line| !line.is_empty()) {
        let text = line.replace(['[', ']'], "");
        let expected: Vec<&str> = line.split('[').skip(1).filter_map(|part| part.split(']').next()).collect();
        let alone = found(class, &text);
        if alone != expected {
            wrong.push(format!("{line}: {alone:?}"));
            continue;
        }
        let marked = line.replace('[', "so ").replace(']', "");
        let expected: Vec<String> = expected.iter().map(|text| format!("so {text}")).collect();
        let after = found(&format!("so {class}"), &marked);
        if after != expected {
            wrong.push(format!("{marked}: {after:?}"));
        }
    }
    assert!(wrong.is_empty(), "{class}\n{}", wrong.join("\n"));
}

#[test]
fn numbers() {
    check(
        "@number",
        "[5] users
        [1,000] users and [12] teams
        [1,234,567,890] rows
        [3.5] stars, [99.9] of it
        [1.000.000] Zeilen
        [10 000] and [1\u{A0}000\u{A0}000]
        [10k] users, [2.5M] rows, [7bn] people
        [15-20] users, [15–20] users, [15 – 20] users, [15 to 20] users
        [1,000-2,000] users
        [3 million] and [1.5 billion] and [2 lakh] and [5 crore]
        [5 to 10 million] users
        between [5] users
        [between 5 and 10] users
        [twenty] people, [twenty-five] people, [twenty five] people
        [two hundred] users, [two hundred and fifty] users, [one hundred and twenty thousand] users
        [a hundred] users, [half a million] users, [a quarter of a million] users
        [three million four hundred thousand] rows
        [a dozen] eggs, [two dozen] eggs, [half a dozen] eggs
        [one and a half] cups
        [１２３] cups, [½] cup
        the 1st and the 22nd and the third
        [.5] of it, [1/2] cup, [2 1/2] cups, [3/4] cup, 24/7, [ninety (90)] of them, [90 (ninety)] of them
        v1.2 and h2o and 1.2.3
        a word and a few words",
    );
}

#[test]
fn percentages() {
    check(
        "@percent",
        "[99.9%] uptime, [99.9 %] uptime, [5％]
        [15-20 percent], [15–20%], [15 to 20 %], [15% to 20%], [15%-20%], [15% – 20%]
        [between 15 and 20 percent], [between 15% and 20%]
        [twenty percent], [fifty per cent], [a hundred percent], [50-percent]
        [1,000%] growth, [20%+] growth, [20+%] growth
        [5 pct], [5pct], [2 percentage points], [1 percentage point]
        [half a percent], [a half percent], [one-half percent], [1/2 percent], [a quarter of a percent], [.5%], [ninety (90) percent]
        5 users, % of users, percent of users, the 5th percentile",
    );
}

#[test]
fn money() {
    check(
        "@money",
        "[$50], [$ 50], [$1,000.50], [$5 million], [$5m], [$3.5bn], [$10k], [$1.2 trillion], [$50+]
        [€50], [€3.5bn], [50 €], [50€], [£20], [¥1000], [₹500], [₦5,000], [₩1,000], [CHF 50], [50 CHF]
        [US$ 50], [US$50], [A$5m], [HK$10], [R$ 100], [$US50], [USD $50], [S$20]
        [NGN 5000], [NGN5000], [NGN5,000], [USD50], [50USD], [USD5m], [5,000 KES], [EUR 1.5 million]
        [500 rupees], [one dollar], [5 million dollars], [five million US dollars], [20 Hong Kong dollars], [10 euros]
        [2 lakh rupees], [5 crore rupees], [Rs. 500], [Rs 500], [Rs500], [₨500], [R500], [RM50], [500 kr], [kr 500]
        [$5 to $10], [$5-$10], [$5-10], [€5–€10 million], [5 to 10 dollars], [5-10 dollars], [5 dollars to 10 dollars]
        [between $5 and $10], [between 5 and 10 dollars], [$5 million to $10 million]
        [half a million pounds], [a hundred naira], [thousands of dollars], [hundreds of thousands of euros], [millions of US dollars]
        [50 cents], [20 pence], [100 yuan], [1,000 yen], [30 pounds sterling], [50 won], [20 złotych]
        [￡50], [＄50], [５０ dollars]
        [¤ 50], [¤50], [50 ¤], [֏500], [500 ֏], [﷼ 500], [500 ﷼], [500﷼], [৲50], [50 ৲], [50₨], [50 ₨], [50 Rs], [50Rs]
        [500 leke], [500 German marks], [500 kuna], [50 reals], [50 new shekels], [50 New Taiwan dollars], [50 new Israeli shekels]
        [Rs.500], [Rs.5,000], [KSh50], [Rp50.000], [Rp 50.000], [CN¥50], [JP¥50], [US-$ 50], [US-$50]
        [NIS 50], [NIS50], [50 NIS], [50 TL], [50TL], [R 50], [R 1,000], [R 5 million], [-$50], [$.99], [50p], [1p]
        [50 ALL], [50 TOP], [1,000 TRY], [50 PHP], [PHP 500], [PHP 5,000], [TRY 1,000], [ALL 5 million], [PHP5,000], [50PHP]
        TOP 50, ALL 50, TRY 5, COP 27, PHP 8.3, AMD 7900, CUP 2026, R 4.2, AMD64, 720p, 50 marks, TOP 100, RON 95
        dollars and cents, $NAME, 50 users, the $ sign, 5%, TRY it",
    );
}

#[test]
fn counts() {
    check(
        "@count",
        "[15,000+] users, [500 +] users, [500-plus] users, [1,000] users
        [thousands of] users, [tens of thousands of] users, [dozens of] us, [hundreds] of-
        over [500] users, more than [2 million] users, up to [10k] users
        [500 to 600] users, [several hundred] users, [a few thousand] users, [a couple of hundred] users
        [many thousands of] users, [several thousands of] users, [thousands and thousands of] users, [ninety (90)] users
        [between 5 and 10] users, [two dozen] eggs, [10M+] downloads
        some users, many users, the thousandth user"
            .replace("[hundreds] of-", "[hundreds]")
            .as_str(),
    );
}

#[test]
fn years() {
    check(
        "@year",
        "by [2030], in [1998], FY [2025], since [1896]
        [2025-2030], [2025 to 2030], [between 2025 and 2030], [2025–2030]
        [FY2030], [FY25], [FY 2025-26], [FY2025/26]
        [2025–30], [2025-26], [2025/26], [between 2025 and 2030]
        1,500 users, 2,030 users, the 1990s, 20300, 1500, 2030.5"
            .replace("FY [2025]", "[FY 2025]")
            .as_str(),
    );
}

#[test]
fn durations() {
    check(
        "@duration",
        "[30 days], [1 day], [30-day] trial, [24 hours], [24h], [10 ms], [10ms], [5 min], [90 mins], [2 hrs]
        [thirty days], [two weeks], [a hundred years], [half an hour], [half a day], [an hour and a half]
        [5 to 10 days], [5-10 days], [between 5 and 10 days], [2–3 weeks], [12+ months]; [5 days to 2 weeks]
        [30 business days], [10 working days], [12 consecutive months], [2 to 3 business days]
        [2 hours and 30 minutes], [2 hours 30 minutes], [one year and six months], [1h 30min]
        [a few days], [several weeks], [a couple of months], [months] of
        [30 days]' notice, [one and a half years], [1.5 years] or [1,000 hours]
        [half-hour], [one-half hour], [half hour], [a half hour], [quarter-hour], [a fortnight], [a decade], [ninety (90) days], [90 (ninety) days]
        [1 hour 5 min 3 sec] or [5 years, 3 months] or [30 days], [60 days], [3 days and 2 nights], [three quarters of an hour], [½ hour], [1/2 day] or [1 1/2 hours]
        30 users, per day, daily, a day, days, the 1990s, 30m, 5 metres"
            .replace("[months] of", "")
            .as_str(),
    );
}

#[test]
fn a_part_of_a_number_is_no_match_of_its_own() {
    assert_eq!(found("@number users", "15,000 users"), ["15,000 users"]);
    assert_eq!(found("@percent growth", "15-20 percent growth"), ["15-20 percent growth"]);
    assert_eq!(found("@money now", "$5 to $10 now"), ["$5 to $10 now"]);
}

#[test]
fn a_class_matches_only_whole_figures() {
    for (pattern, text, expected) in [
        ("@number & users", "twenty-five users", "twenty-five users"),
        ("@number & users", "we have 5 to 10 million users", "5 to 10 million users"),
        ("users & @number", "users: two hundred and fifty of them", "users: two hundred and fifty"),
        ("@money & now", "$5 to $10 now", "$5 to $10 now"),
        ("@money & now", "half a million US dollars now", "half a million US dollars now"),
        ("@percent & growth", "growth of twenty five percent", "growth of twenty five percent"),
        ("@percent & growth", "15-20 percent growth", "15-20 percent growth"),
        ("@duration & trial", "two years, 3 months and 5 days of trial", "two years, 3 months and 5 days of trial"),
        ("@duration & trial", "twenty-five days of trial", "twenty-five days of trial"),
        ("@count & users", "tens of thousands of users", "tens of thousands of users"),
        ("@year & profit", "2025-2030 profit", "2025-2030 profit"),
        ("@number @number", "twenty five", ""),
        ("@number @number", "two hundred and fifty", ""),
        ("@number @number", "twenty-five", ""),
        ("@number .. @number", "two hundred and fifty", ""),
        ("@number five", "twenty five", ""),
        ("five & @number", "twenty-five", ""),
        ("@number @number", "twenty 5", "twenty 5"),
        ("to @number", "5 to 10", ""),
        ("@number users", "5 to 10 to 15 users", "5 to 10 to 15 users"),
        ("earn @number", "earn 5 to 10 to 15", "earn 5 to 10 to 15"),
        ("earn @money", "earn $5 to $10 to $15", "earn $5 to $10 to $15"),
        // What a pattern writes itself is no part of the class.
        ("@number million", "5 million", "5 million"),
        ("@count of users", "thousands of users", "thousands of users"),
        ("from @money to @money", "from $5 to $10", "from $5 to $10"),
        ("from @number to", "from 5 to 10", "from 5 to"),
        ("between @number and @number", "between 5 and 10", "between 5 and 10"),
        ("from @money ..3 @money", "from $5-$10", "from $5-$10"),
    ] {
        let expected: &[&str] = if expected.is_empty() { &[] } else { &[expected] };
        assert_eq!(found(pattern, text), expected, "`{pattern}` on “{text}”");
    }
}

#[test]
fn figures_are_shorter_than_the_text_whose_results_are_kept() {
    for (name, _) in wordgate_rules::class_sets() {
        assert!(class::Class::find(name).unwrap().max_tokens() < figures::KEPT[1], "{name}");
    }
}

#[test]
fn figures_take_linear_time() {
    let patterns =
        ["@money & zzz", "@number & zzz", "@percent & zzz", "@count & zzz", "@year & zzz", "@duration & zzz"];
    for pattern in patterns.into_iter().chain(["@number zzz", "@money .. zzz"]) {
        let pattern = TermSets::default().pattern(pattern, PatternContext::Rule).unwrap();
        let matcher = Matcher::from_patterns(&[pattern]);
        for unit in
            ["$ ", "1 ", "five ", "five $ ", "5 days ", "2000 ", "5 to ", "five hundred and ", "US ", "thousands "]
        {
            let text = format!("{}$5 days 10% zzz", format!("{}zzz ", unit.repeat(8)).repeat(400));
            let words = Words::new(&text);
            let mut machine = Machine::default();
            matcher.find_with(&mut machine, &words, 0..words.tokens().len(), &|_, _| false);
            let limit = 500 * words.tokens().len();
            assert!(machine.figures.steps < limit, "{unit:?}: {} steps, not {limit}", machine.figures.steps);
        }
    }
}

#[test]
fn what_is_glued_to_a_figure_belongs_to_it() {
    for (pattern, text) in [
        ("earn @number", "earn 1,000s"),
        ("earn @number", "earn 15,000th"),
        ("earn @number", "earn 12:30"),
        ("earn @number", "earn 5-10x"),
        ("earn @number", "earn 5万"),
        ("earn @number", "earn twenty-first"),
        ("earn @number", "earn two-thirds"),
        ("earn @number", "earn one-half"),
        ("earn .. @number", "earn at 12:30"),
        ("earn & @number", "earn at 12:30"),
        ("@number users", "5.6.7/8 users"),
        ("@number users", "24/7 users"),
        ("@number users", "2020-2021-2022 users"),
        ("@number users", "12:30 users"),
        ("@number users", "1920×1080 users"),
        ("earn @year", "earn 2030-05-01"),
        ("earn @year", "earn 2030 01"),
        ("earn @year", "earn 2030%"),
        ("earn @year", "earn 2030 %"),
        ("earn @year", "earn 2030€"),
        ("earn @year", "earn 12/2030/5"),
        ("@year users", "$2030 users"),
        ("@year users", "12.05/2030 users"),
        ("@number stars", "4:5 stars"),
        ("@number users", "3-in-1 users"),
        ("@number users", "a one-in-five users"),
        ("earn @number", "earn 2-for-1 offers"),
        ("earn @money", "earn 500 $10 vouchers"),
    ] {
        assert_eq!(found(pattern, text), [""; 0], "`{pattern}` on “{text}”");
    }
    for (pattern, text, expected) in [
        ("@number users", "1 234,56 users", "1 234,56 users"),
        ("@number users", "1 234 567,89 users", "1 234 567,89 users"),
        ("@number users", ".5 users", ".5 users"),
        ("@number users", "1/2 users", "1/2 users"),
        ("@number users", "2 1/2 users", "2 1/2 users"),
        ("@number users", "…5 users", "5 users"),
        ("@number users", "point five users", "point five users"),
        ("@number users", "one point five users", "one point five users"),
        ("@number users", "at this point five users", "five users"),
        ("@money vouchers", "500 $10 vouchers", "$10 vouchers"),
        ("earn @money", "earn US $50", "earn US $50"),
        ("earn @money", "earn U.S. $5 million", "earn U.S. $5 million"),
        ("earn @money", "earn HK $50 to HK $60", "earn HK $50 to HK $60"),
        ("earn @money", "earn +$50", "earn +$50"),
        ("earn @money", "earn +€5–€10", "earn +€5–€10"),
        ("earn .. @number", "earn 12:30 or 5", "earn 12:30 or 5"),
        ("earn @number", "earn 5: so it is", "earn 5"),
        ("earn @number", "earn 50—or more", "earn 50"),
        ("earn @number", "earn 5, 6 or 7", "earn 5"),
        ("earn @number", "earn 50%", "earn 50"),
        ("earn @number", "earn 50- or 100-fold", "earn 50"),
        ("by @year", "by 2030, 2031", "by 2030"),
        ("by @year", "by 2030 500 people", "by 2030"),
        ("earn @duration", "earn three quarters of an hour", "earn three quarters of an hour"),
        ("earn @duration", "earn a quarter of a century", "earn a quarter of a century"),
        ("earn @duration", "earn 1 hour 5 min 3 sec", "earn 1 hour 5 min 3 sec"),
        ("earn @duration", "earn 1h 5min 3sec", "earn 1h 5min 3sec"),
        ("earn @duration", "earn 2 years, 3 months and 5 days", "earn 2 years, 3 months and 5 days"),
        ("earn @duration", "earn a minute", ""),
        ("a @duration", "a twenty-second", "a twenty-second"),
    ] {
        let expected: &[&str] = if expected.is_empty() { &[] } else { &[expected] };
        assert_eq!(found(pattern, text), expected, "`{pattern}` on “{text}”");
    }
}

#[test]
fn word_parts() {
    for (pattern, text, expected) in [
        ("*GPT", "ChatGPT, chatgpt, GPT, GPTs, Chat-GPT, my_GPT", vec!["ChatGPT", "chatgpt", "my_GPT"]),
        ("GPT*", "GPTs GPT GPT4 GPT-4 ChatGPT ＧＰＴs", vec!["GPTs", "GPT4", "ＧＰＴs"]),
        (
            "non-*",
            "non-GAAP non–GAAP nonGAAP non GAAP none non-state-owned",
            vec!["non-GAAP", "non–GAAP", "non-state-owned"],
        ),
        ("non-*", "a non- or pre-tax figure, non-\nGAAP", vec!["non-\nGAAP"]),
        (
            "*-free",
            "tax- free, sugar-free, risk free, free, all-risk-free",
            vec!["sugar-free", "all-risk-free", "risk-free"],
        ),
        ("AI-pow*", "AI-powered AI powered AI-pow", vec!["AI-powered"]),
        ("AI-*", "AI-driven, AI driven", vec!["AI-driven"]),
        ("use *GPT now", "use ChatGPT now", vec!["use ChatGPT now"]),
        ("(*GPT|GPT*) plugin~", "a ChatGPT plugin, GPT4 plugins", vec!["ChatGPT plugin", "GPT4 plugins"]),
        ("non-* figure~", "non-GAAP-based figures", vec!["non-GAAP-based figures"]),
        ("*GPT & risk", "the risk of ChatGPT", vec!["risk of ChatGPT"]),
        ("*GPT", "see https://x.org/ChatGPT and a/b/ChatGPT.md", vec![]),
        ("café*", "cafés CAFÉS café cafe", vec!["cafés", "CAFÉS"]),
        (r"GPT\* now", "GPT now", vec!["GPT now"]),
    ] {
        assert_eq!(found(pattern, text), expected, "`{pattern}` on “{text}”");
    }
}
