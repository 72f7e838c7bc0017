use proptest::prelude::*;

use super::*;
use crate::format::frame;
use crate::format::tests::{assert_ours, folder, newest, options, places, put, radar, said, timeline};
use crate::radar::{Movement, Timeline};

fn csv(files: &[(&str, &str)]) -> Result<Import, Vec<Problem>> {
    let folder = folder(files);
    let import = read_csv(&[folder.path().to_owned()], &options());
    if let Ok(import) = &import {
        assert_ours(&import.files);
    }
    import
}

fn movement(timeline: &Timeline, edition: &str, blip: &str) -> Option<Movement> {
    timeline.movement(&edition.parse().unwrap(), &blip.parse().unwrap())
}

const HEADER: &str = "name,ring,quadrant,isNew,status,description\n";

/// Each of them is kept several times until it is written and read back: 800,000 took half a gigabyte.
#[test]
fn a_table_of_more_relations_than_a_radar_has_is_refused_before_it_is_written() {
    let names: Vec<String> = (0..400).map(|n| format!("n{n}")).collect();
    let rows = names
        .iter()
        .map(|name| format!("{name},Hold,Tools,TRUE,x,{}\n", names.join(";")));
    let told = format!(
        "name,ring,quadrant,isNew,description,relatedBlips\n{}",
        rows.collect::<String>()
    );
    // A letter that is large or small in each of nine places makes 512 names that are one.
    let by_case = (0..512_u32).map(|n| {
        let letter = |place: u32| if n >> place & 1 == 1 { 'A' } else { 'a' };
        let name: String = (0..9).map(letter).collect();
        format!("{name},Hold,Tools,TRUE,x\n")
    });
    let alike = format!(
        "name,ring,quadrant,isNew,description\n{}",
        by_case.collect::<String>()
    );
    for (table, line) in [(told, "2024-05.csv:252"), (alike, "2024-05.csv:")] {
        let problems = csv(&[("2024-05.csv", &table)]).unwrap_err();
        let [problem] = problems.as_slice() else {
            panic!("{problems:?}")
        };
        let said = problem.to_string();
        assert!(said.contains(line), "{said}");
        assert!(
            said.ends_with(
                "up to this row the blips have more than 100000 relations to others, those of one name among them: this \
                 is no radar, and is not read on"
            ),
            "{said}"
        );
    }
}

#[test]
fn of_a_blip_that_names_too_many_others_the_first_are_read() {
    let names: Vec<String> = (0..1_100).map(|n| format!("n{n}")).collect();
    let rows = names.iter().map(|name| format!("{name},Hold,Tools,TRUE,x,\n"));
    let table = format!(
        "name,ring,quadrant,isNew,description,relatedBlips\nZap,Hold,Tools,TRUE,x,{}\n{}",
        names.join(";"),
        rows.collect::<String>()
    );
    let import = csv(&[("2024-05.csv", &table)]).unwrap();
    let [problem] = import.problems.as_slice() else {
        panic!("{:?}", import.problems)
    };
    assert_eq!(
        problem.text,
        "row 1: it names more than 1000 related blips: the first are read"
    );
    let timeline = timeline(&import.files);
    let zap = newest(&timeline).edition.blip(&"zap".parse().unwrap()).unwrap();
    assert_eq!(zap.related.len(), 1_000);
}

#[test]
fn all_that_is_wrong_with_a_row_of_json_is_told() {
    let table = r#"[
        {"name": "Zap", "ring": "hold", "quadrant": "tools", "description": "x"},
        {"name": "Odd", "ring": "perhaps", "quadrant": "corner", "status": "gone", "description": ["x"], "relatedBlips": 1},
        {"ring": {}, "quadrant": "tools", "description": "x"}
    ]"#;
    let folder = folder(&[("2024-05.json", table)]);
    let import = read_json(&[folder.path().to_owned()], &options()).unwrap();
    assert_eq!(import.blips(), 1);
    let problems: Vec<&str> = import
        .problems
        .iter()
        .map(|problem| problem.text.as_str())
        .collect();
    assert_eq!(
        problems,
        [
            "row 2, `description`: this is a list, and must be a text",
            "row 3, `name`: it is missing",
            "row 3, `ring`: this is an object, and must be a text",
            "row 2, `ring`: `perhaps` is not a ring: the rings are Adopt, Trial, Assess, Hold (--rings names others)",
            "row 2, `quadrant`: `corner` is not a quadrant: the quadrants are Techniques, Platforms, Tools, Languages & \
             Frameworks (--quadrants names others)",
        ]
    );
}

#[test]
fn a_row_whose_movement_is_said_in_other_words_is_kept() {
    let table = "name,ring,quadrant,isNew,status,description\nA,hold,tools,WAHR,,x\nB,hold,tools,1,,x\nC,hold,tools,,bogus,x\n\
                 D,hold,tools,,Moved  in,x\n";
    let import = csv(&[("2024-05.csv", table)]).unwrap();
    assert_eq!((import.blips(), &import.problems), (4, &Vec::new()));
    assert_eq!(
        said(&import),
        [
            "2024-05.csv:2: note: row 1, column 4 (`isNew`): `WAHR` is neither TRUE nor FALSE: whether it is new is seen in the editions",
            "2024-05.csv:3: note: row 2, column 4 (`isNew`): `1` is neither TRUE nor FALSE: whether it is new is seen in the editions",
            "2024-05.csv:4: note: row 3, column 5 (`status`): `bogus` is none of New, Moved In, Moved Out, No Change: the movement is that of its rings",
        ]
    );
}

#[test]
fn a_file_that_is_no_text_does_not_hide_what_is_wrong_with_the_others() {
    let right = "name,ring,quadrant,isNew,description\n";
    let problems = csv(&[
        ("2024-04.csv", &format!("{right}A,hold,tools,TRUE,\0\n")),
        ("2024-05.csv", &format!("{right},hold,tools,TRUE,x\n")),
    ])
    .unwrap_err();
    let told: Vec<&str> = problems.iter().map(|problem| problem.text.as_str()).collect();
    assert_eq!(
        told,
        [
            "the file holds zero bytes, which no text has: save it as text in UTF-8",
            "row 1, column 1 (`name`): it is empty",
        ]
    );
}

#[test]
fn a_description_that_is_emptied_stays_which_is_told_and_a_file_is_read_once() {
    let table = |of_a: &str| format!("{HEADER}A,Hold,Tools,FALSE,,{of_a}\nB,Hold,Tools,FALSE,,\n");
    let (first, second) = (table("Old."), table(""));
    let folder = folder(&[("2024-01.csv", &first), ("2024-02.csv", &second)]);
    let twice = [folder.path().to_owned(), folder.path().join("2024-02.csv")];
    let import = read_csv(&twice, &options()).unwrap();
    assert_ours(&import.files);
    assert_eq!(
        said(&import),
        [
            "2024-02.csv:1: note: the edition 2024-02-01 has no description of 1 blip, and the earlier one stays: A",
            "2024-02.csv:1: note: this file is given more than once, and is read once",
        ]
    );
    let timeline = timeline(&import.files);
    let a = newest(&timeline).edition.blip(&"a".parse().unwrap()).unwrap();
    assert_eq!(a.text.summary, "Old.");
}

#[test]
fn files_of_a_day_come_in_the_order_of_their_letters() {
    let row = |ring: &str| format!("name,ring,quadrant,isNew,description\nA,{ring},tools,,x\n");
    let import = csv(&[
        ("radar-2024-03-15b.csv", &row("adopt")),
        ("radar-2024-03-15.csv", &row("hold")),
        ("radar-2024-03-15a.csv", &row("trial")),
    ])
    .unwrap();
    assert_ours(&import.files);
    assert_eq!(import.problems, []);
    let editions = import.files.publications.iter();
    let editions: Vec<&str> = editions.map(|publication| publication.id.as_str()).collect();
    assert_eq!(editions, ["2024-03-15", "2024-03-15a", "2024-03-15b"]);
}

#[test]
fn a_column_that_stands_twice_is_a_mistake_of_the_header() {
    let problems = csv(&[(
        "2024-05.csv",
        "name,ring,quadrant,isNew,description,note,isNew,note\nZap,hold,tools,TRUE,x,,FALSE,\n",
    )])
    .unwrap_err();
    let said: Vec<&str> = problems.iter().map(|problem| problem.text.as_str()).collect();
    assert_eq!(
        said,
        ["the header has `isNew` more than once, as columns 4, 7: which of them counts is not guessed"]
    );
}

#[test]
fn a_quote_in_a_name_without_quotes_around_it_is_a_part_of_it_which_is_told() {
    let import = csv(&[(
        "2024-05.csv",
        "name,ring,quadrant,isNew,description\nThe \"new\" Zap,hold,tools,TRUE,a \"b\"\n\"The \"\"old\"\" Zap\",hold,tools,TRUE,x\n",
    )])
    .unwrap();
    assert_eq!(
        said(&import),
        [
            "2024-05.csv:2: note: row 1, `name`: the value does not start with a quote, so the quotes in it are read as a part of it: `The \"new\" Zap`"
        ]
    );
    let timeline = timeline(&import.files);
    let blips = newest(&timeline).edition.blips.values();
    let mut titles: Vec<&str> = blips.map(|blip| blip.title.as_str()).collect();
    titles.sort_unstable();
    assert_eq!(titles, ["The \"new\" Zap", "The \"old\" Zap"]);
}

#[test]
fn several_files_are_several_editions_by_the_dates_in_their_names() {
    let first = format!(
        "{HEADER}Zap,Assess,Tools,TRUE,new,\"<p>A <b>proxy</b>, &amp; more.</p>\"\nOther,hold,techniques,TRUE,,x\n"
    );
    let second = format!("{HEADER}Other,Caution,techniques,FALSE,no change,\n");
    let third =
        format!("{HEADER}Zap,Trial,Tools,FALSE,moved in,\nOther,caution,techniques,FALSE,moved in,\n");
    let import = csv(&[
        ("Radar Volume 03 (Aug 2010).csv", &third),
        ("Radar Volume 01 (Jan 2010).csv", &first),
        ("Radar Volume 02 (Apr 2010).csv", &second),
    ])
    .unwrap();
    let timeline = timeline(&import.files);
    assert_eq!(
        timeline
            .editions()
            .iter()
            .map(|edition| edition.title.as_str())
            .collect::<Vec<_>>(),
        [
            "Radar Volume 01 (Jan 2010)",
            "Radar Volume 02 (Apr 2010)",
            "Radar Volume 03 (Aug 2010)"
        ]
    );
    let assess = || "assess".parse().unwrap();
    assert_eq!(
        movement(&timeline, "2010-04-01", "zap"),
        Some(Movement::Retired { from: assess() })
    );
    assert_eq!(
        movement(&timeline, "2010-08-01", "zap"),
        Some(Movement::Returned { from: assess() })
    );
    assert_eq!(
        movement(&timeline, "2010-04-01", "other"),
        Some(Movement::NoChange)
    );
    let zap = newest(&timeline)
        .edition
        .blips
        .values()
        .find(|blip| blip.title.as_str() == "Zap")
        .unwrap();
    assert_eq!(
        zap.text.summary, "A **proxy**, & more.",
        "what was said still holds"
    );
    assert_eq!(
        said(&import),
        [
            "Radar Volume 02 (Apr 2010).csv:1: note: the edition 2010-04-01 has no description of 1 blip, and the earlier one stays: Other",
            "Radar Volume 03 (Aug 2010).csv:1: note: the edition 2010-08-01 has no description of 2 blips, and the earlier one stays: Zap, Other",
            "Radar Volume 03 (Aug 2010).csv:3: note: row 2: it is said to be `moved in`; by its rings in all these editions it is `no change`"
        ]
    );
}

#[test]
fn every_mistake_is_named_with_row_and_column_and_the_rest_is_read() {
    let table = "name,ring,quadrant,isNew,status,description,relatedBlips\r\n\
                 Good,Trial,Tools,TRUE,,\"two\r\nlines\",\r\n\
                 Scala, the good parts,Trial,Tools,TRUE,,text,\r\n\
                 Wrong,Maybe,Corner,perhaps,sideways,text,\r\n\
                 ,Trial,Tools,TRUE,,text,\r\n\
                 Good,Adopt,Tools,TRUE,,text,\r\n\
                 Script,Adopt,Tools,TRUE,,<script>alert(1)</script><a href=javascript:x>y</a>,Good;Gone\r\n\
                 short,Adopt\r\n";
    let import = csv(&[("2024-01-01.csv", table)]).unwrap();
    assert_eq!(
        said(&import),
        [
            "2024-01-01.csv:4: error: row 2 has 8 columns and the header 7: a text with a comma must stand in quotes; \
             column 2 (`ring`) is `the good parts`, after `Scala` in `name`",
            "2024-01-01.csv:9: error: row 7 has 2 columns and the header 7: some are missing; column 2 (`ring`) is `Adopt`, after `short` in `name`",
            "2024-01-01.csv:5: error: row 3, column 2 (`ring`): `Maybe` is not a ring: the rings are Adopt, Trial, Assess, Hold (--rings names others)",
            "2024-01-01.csv:5: error: row 3, column 3 (`quadrant`): `Corner` is not a quadrant: the quadrants are Techniques, Platforms, Tools, Languages & Frameworks (--quadrants names others)",
            "2024-01-01.csv:6: error: row 4, column 1 (`name`): it is empty",
            "2024-01-01.csv:7: error: row 5: `Good` stands in this edition already; the first one counts",
            "2024-01-01.csv:8: left out: row 6: related blips that are in no edition until this one: `Gone`",
            "2024-01-01.csv:5: note: row 3, column 5 (`status`): `sideways` is none of New, Moved In, Moved Out, No Change: the movement is that of its rings",
            "2024-01-01.csv:8: note: row 6, column 6 (`description`): read without what could do harm or is for looks: <script>, a link to `javascript:x`",
        ]
    );
    assert_eq!(import.blips(), 2);
}

#[test]
fn whose_row_can_not_be_read_stands_as_before_and_does_not_retire() {
    let head = "name,ring,quadrant,isNew,description\n";
    let all = "Good,Trial,Tools,FALSE,text\n\"Scala, the good parts\",Trial,Tools,FALSE,text\nGone,Trial,Tools,FALSE,text\n";
    let broken = "Good,Maybe,Tools,FALSE,text\nScala, the good parts,Trial,Tools,FALSE,text\n";
    let import = csv(&[
        ("2024-01.csv", &format!("{head}{all}")),
        ("2024-02.csv", &format!("{head}{broken}")),
        ("2024-03.csv", &format!("{head}{all}")),
    ])
    .unwrap();
    assert_eq!(import.problems.len(), 2);
    let timeline = timeline(&import.files);
    for (edition, blip, wanted) in [
        ("2024-02-01", "good", Movement::NoChange),
        ("2024-02-01", "scala-the-good-parts", Movement::NoChange),
        ("2024-03-01", "good", Movement::NoChange),
        ("2024-03-01", "scala-the-good-parts", Movement::NoChange),
    ] {
        assert_eq!(
            movement(&timeline, edition, blip),
            Some(wanted),
            "{edition} {blip}"
        );
    }
    assert!(matches!(
        movement(&timeline, "2024-02-01", "gone"),
        Some(Movement::Retired { .. })
    ));
    let said = said(&import).join("\n");
    for kept in ["`Good`", "`Scala, the good parts`"] {
        let kept = format!("{kept} stands in this edition as it did before, since its row can not be read");
        assert!(said.contains(&kept), "{kept} is not in:\n{said}");
    }
}

#[test]
fn json_is_read_with_its_quirks() {
    let table = r#"[
        {"name": "Zap", "ring": "trial", "quadrant": "languages-and-frameworks", "isNew": "TRUE", "status": "new",
         "description": "\"<p>Say \"\"yes\"\".</p>\"", "relatedBlips": ["ZAP"]},
        {"name": "ZAP", "ring": "caution", "quadrant": "Languages & Frameworks", "isNew": true, "description": ""},
        {"name": ["no"], "ring": "hold", "isNew": "FALSE", "description": "x"},
        7
    ]"#;
    let folder = folder(&[("radar.json", table)]);
    let import = read_json(&[folder.path().join("radar.json")], &options()).unwrap();
    assert_ours(&import.files);
    assert_eq!(
        said(&import),
        [
            "radar.json:5: error: row 3, `name`: this is a list, and must be a text",
            "radar.json:5: error: row 3, `quadrant`: it is missing",
            "radar.json:6: error: row 4: this is not a blip: invalid type: integer `7`, expected an object with name, ring, quadrant and description",
            "radar.json:1: note: the edition is dated 2024-02-29, today: nothing in the file's name is a date (--date says another)",
            "radar.json:1: note: descriptions that stand in the quotes of CSV inside those of JSON were read without them: 1",
        ]
    );
    let timeline = timeline(&import.files);
    let blips: Vec<_> = newest(&timeline).edition.blips.values().cloned().collect();
    assert_eq!(blips.len(), 2);
    assert_eq!(blips[0].id.as_str(), "zap");
    assert_eq!(blips[0].text.summary, "Say \"yes\".");
    assert!(blips[1].id.as_str().starts_with("zap-"), "{}", blips[1].id);
    assert_eq!(blips[1].ring.as_str(), "hold");
}

#[test]
fn a_quote_that_is_never_closed_is_told_with_its_row_and_swallows_nothing() {
    let header = "name,ring,quadrant,isNew,description\n";
    let alpha = "Alpha,Adopt,Tools,TRUE,fine\n";
    let beta = "Beta,Trial,Tools,TRUE,\"never closed\n";
    let gamma = "Gamma,Assess,Tools,TRUE,\"said \"\"so\"\"\"\n";
    let whole = format!("{header}{alpha}{gamma}");
    let import = csv(&[("2024-01-01.csv", &whole)]).unwrap();
    assert_eq!(newest(&timeline(&import.files)).edition.blips.len(), 2);
    for (text, line) in [
        (format!("{header}{gamma}{beta}{alpha}"), 3),
        (
            format!("{header}{gamma}{alpha}Delta,Hold,Tools,TRUE,\"19\"\" rack"),
            4,
        ),
        ("name,ring,\"quadrant,isNew,description\n".to_owned() + alpha, 1),
    ] {
        let problems = csv(&[("2024-01-01.csv", &text)]).unwrap_err();
        let said: Vec<String> = problems
            .iter()
            .map(|problem| format!("{}: {}", problem.line, problem.text))
            .collect();
        let place = format!("{line}: a quote that opens in this row is never closed");
        assert!(said.iter().any(|problem| problem.starts_with(&place)), "{said:?}");
    }
}

#[test]
fn a_stray_quote_is_told_and_takes_no_rows_with_it_in_silence() {
    let header = "name,ring,quadrant,isNew,description\n";
    let fine = "Fine,Trial,Tools,FALSE,\"several\nlines, with commas, of, all, kinds\nand \"\"quotes\"\"\"\n";
    for (rows, told) in [
        (
            "Alpha,Adopt,Tools,TRUE,\"open text\nBeta,Trial,Tools,FALSE,\"closed text\"\n",
            "2: row 1, column 5 (`description`): after the quote that closes it there is `closed text\"`: a quote within a \
             quoted value is written twice; lines 2 to 3 are not read",
        ),
        (
            "\"A\"B\"C,Adopt,Tools,TRUE,x\n",
            "2: row 1, column 1 (`name`): after the quote that closes it there is `B\"C`: a quote within a quoted value is \
             written twice",
        ),
        (
            "\"Alpha,Adopt,Tools,TRUE,one\nBeta,Trial,Tools,FALSE,two\nGamma\",Trial,Tools,FALSE,three\n",
            "2: row 1, column 1 (`name`): it goes on over a line break: a quote is missing, or there is one too much; lines 2 \
             to 4 are not read",
        ),
        (
            "Alpha,\"Ado\npt\",Tools,TRUE,one\n",
            "2: row 1, column 2 (`ring`): it goes on over a line break: a quote is missing, or there is one too much; lines \
             2 to 3 are not read",
        ),
        (
            "Alpha,Adopt,Tools,TRUE,\"one\nBeta,Trial,Tools,FALSE,two\nGamma,Trial,Tools,FALSE,three\"\n",
            "2: row 1: a line within a quoted value looks like a row of its own, `Beta,Trial,Tools,FALSE,two`: a quote is \
             missing, or there is one too much; all of it is not read",
        ),
    ] {
        let import = csv(&[("2024-01-01.csv", &format!("{header}{rows}{fine}"))]).unwrap();
        let problems: Vec<String> = import
            .problems
            .iter()
            .map(|problem| format!("{}: {}", problem.line, problem.text))
            .collect();
        assert_eq!(problems, [told]);
        assert_eq!(import.blips(), 1);
        let timeline = timeline(&import.files);
        let fine = newest(&timeline).edition.blip(&"fine".parse().unwrap()).unwrap();
        assert!(
            fine.text.summary.contains("with commas, of, all, kinds"),
            "{}",
            fine.text.summary
        );
        // Of each of them nobody knows whether it is still there.
        let all = "Alpha,Hold,Tools,FALSE,x\nBeta,Hold,Tools,FALSE,x\nGamma,Hold,Tools,FALSE,x\nGone,Hold,Tools,FALSE,x\n";
        let import = csv(&[
            ("2023-01-01.csv", &format!("{header}{all}")),
            (
                "2024-01-01.csv",
                &format!(
                    "{header}{rows}{fine_row}",
                    fine_row = "Fine,Trial,Tools,FALSE,x\n"
                ),
            ),
        ])
        .unwrap();
        let timeline = crate::format::tests::timeline(&import.files);
        let newest = newest(&timeline).edition;
        for name in ["Alpha", "Beta", "Gamma", "Gone"] {
            let id = name.to_lowercase().parse().unwrap();
            assert_eq!(newest.is_retired(&id), !rows.contains(name), "{name} in {rows}");
        }
    }
}

#[test]
fn a_name_whose_spelling_changes_between_volumes_is_one_blip() {
    let row = |name: &str| format!("{name},Hold,Tools,,No Change,x\n");
    let table = |names: &[&str]| {
        format!(
            "{HEADER}{}",
            names.iter().map(|name| row(name)).collect::<String>()
        )
    };
    let import = csv(&[
        ("2024-01.csv", &table(&["NoSQL", "Caf\u{e9}", "Zap"])),
        ("2024-02.csv", &table(&["NoSql", "Cafe\u{301}", "Zap", "ZAP"])),
        ("2024-03.csv", &table(&["NoSql", "Cafe\u{301}", "ZAP"])),
    ])
    .unwrap();
    assert_eq!(
        said(&import),
        [
            "2024-02.csv:2: note: row 1: `NoSql` is the blip that earlier editions call `NoSQL`, and has this name from here on",
            "2024-02.csv:3: note: row 2: `Cafe\u{301}` is the blip that earlier editions call `Caf\u{e9}`, and has this name from \
             here on",
            "2024-02.csv:5: note: row 4: it is said to be `no change`; by its rings in all these editions it is `new`",
        ]
    );
    let timeline = timeline(&import.files);
    let view = newest(&timeline);
    let titles: Vec<&str> = view
        .edition
        .blips
        .values()
        .map(|blip| blip.title.as_str())
        .collect();
    assert_eq!(titles, ["Cafe\u{301}", "NoSql", "ZAP"]);
    let retired: Vec<String> = view.edition.retired.keys().map(ToString::to_string).collect();
    assert_eq!(retired, ["zap"], "two entries of one volume are two");
    assert_eq!(
        movement(&timeline, "2024-02-01", "nosql"),
        Some(Movement::NoChange)
    );
    let first = &timeline.editions()[0].blips[&"nosql".parse().unwrap()];
    assert_eq!(first.title.as_str(), "NoSQL");
}

#[test]
fn two_spellings_in_a_volume_are_two_also_where_a_row_can_not_be_read() {
    let import = csv(&[
        ("2024-01.csv", &format!("{HEADER}Zap,Hold,Tools,TRUE,,x\n")),
        (
            "2024-02.csv",
            &format!("{HEADER}Zap,Nowhere,Tools,FALSE,,x\nZAP,Hold,Tools,TRUE,,y\n"),
        ),
    ])
    .unwrap();
    let timeline = timeline(&import.files);
    assert_eq!(newest(&timeline).edition.blips.len(), 2);
    assert_eq!(import.problems.len(), 1);
}

#[test]
fn columns_that_semicolons_or_tabs_separate_are_read() {
    for (separator, name) in [(";", "semicolon"), ("\t", "tab")] {
        let table = "name;ring;quadrant;isNew;description\nC, C++;Hold;Tools;TRUE;\"a; \"\"b\"\"\"\nX;Y;Hold;Tools;TRUE;z\n";
        let import = csv(&[("2024-01.csv", &table.replace(';', separator))]).unwrap();
        let said = said(&import);
        let [problem, note] = said.as_slice() else {
            panic!("{said:?}")
        };
        assert!(
            problem.contains(&format!(
                "row 2 has 6 columns and the header 5: a text with a {name} must stand in quotes"
            )),
            "{problem}"
        );
        assert_eq!(
            *note,
            format!(
                "2024-01.csv:1: note: the columns are separated by {name}s, and read so; Build Your Own Radar itself reads \
                 commas alone"
            )
        );
        let timeline = timeline(&import.files);
        let blips: Vec<_> = places(&newest(&timeline));
        assert_eq!(blips.len(), 1);
        assert_eq!(blips[0].0, "C, C++");
        assert_eq!(blips[0].3.summary, format!("a{} \"b\"", separator.trim()));
    }
    let problems = csv(&[("2024-01.csv", "name;ring;description\n")]).unwrap_err();
    assert!(
        problems[0]
            .to_string()
            .ends_with("the header has no column `quadrant`; it has name, ring, description"),
        "{problems:?}"
    );
}

#[test]
fn a_shifted_row_keeps_the_blip_that_it_is_of_and_no_other() {
    let header = "name,ring,quadrant,isNew,description\n";
    let row = |name: &str| format!("{name},Trial,Tools,FALSE,text\n");
    let retired = |before: &[&str], after: &str| {
        let before: Vec<String> = before.iter().map(|name| row(name)).collect();
        let import = csv(&[
            (
                "2024-01.csv",
                &format!("{header}{}{}", row("Other"), before.concat()),
            ),
            ("2024-02.csv", &format!("{header}{}{after}", row("Other"))),
        ])
        .unwrap();
        assert_eq!(import.problems.len(), 1);
        let timeline = timeline(&import.files);
        let retired = newest(&timeline).edition.retired.keys();
        let retired: Vec<String> = retired.map(ToString::to_string).collect();
        (retired, said(&import).join("\n"))
    };
    let none: [&str; 0] = [];
    // Nothing in the second file is about Scala.
    let (gone, notes) = retired(&["Scala"], "Scala, the good parts,Adopt,Tools,TRUE,text\n");
    assert_eq!(gone, ["scala"]);
    assert!(!notes.contains("as it did before"), "{notes}");
    let both = ["Scala", "\"Scala, the good parts\""];
    let (gone, notes) = retired(&both, "Scala, the good parts,Adopt,Tools,TRUE,text\n");
    assert_eq!(gone, ["scala"]);
    assert!(
        notes.contains("`Scala, the good parts` stands in this edition as it did before, since its row"),
        "{notes}"
    );
    // The comma may stand elsewhere.
    let (gone, _) = retired(&both, "Scala,Adopt,Tools,TRUE,some text, and more\n");
    assert_eq!(gone, ["scala-the-good-parts"]);
    // Where no ring says it, it is not known.
    let (gone, notes) = retired(&["Scala"], "Scala,Maybe,Tools,TRUE,some text, and more\n");
    assert_eq!(gone, none);
    assert!(
        notes.contains("`Scala` stands in this edition as it did before: no row is its own, but it may be"),
        "{notes}"
    );
}

#[test]
fn a_row_is_told_by_the_line_on_which_it_starts() {
    let table = "name,ring,quadrant,isNew,description\n\n\n\nBad,Foo,Tools,TRUE,x\n\n \nOk,Adopt,Tools,TRUE,\"a\n\n- x\"\n\nBad2,,Tools,TRUE,x\n\nC,Foo,Tools\n";
    let import = csv(&[("2023-01.csv", table)]).unwrap();
    let lines: Vec<usize> = import.problems.iter().map(|problem| problem.line).collect();
    assert_eq!(lines, [14, 5, 12], "{:?}", import.problems);
}

#[test]
fn what_is_not_read_in_a_folder_is_said() {
    let table = format!("{HEADER}Zap,Trial,Tools,TRUE,,x\n");
    let mut files = vec![
        ("2024-01.csv".to_owned(), table.as_str()),
        ("old/2023-01.csv".to_owned(), table.as_str()),
        (".hidden".to_owned(), ""),
    ];
    files.extend((10..40).map(|n| (format!("p{n}.txt"), "")));
    let files: Vec<(&str, &str)> = files.iter().map(|(name, text)| (name.as_str(), *text)).collect();
    let folder = folder(&files);
    let import = read_csv(&[folder.path().to_owned()], &options()).unwrap();
    let said = said(&import);
    assert_eq!(
        said[..2],
        [
            "old:1: note: this folder in a folder is not read: give it by itself",
            "p10.txt:1: note: this file is not read: its name does not end in .csv",
        ]
    );
    assert_eq!(said.len(), 21);
    assert!(
        said[20].ends_with(":1: note: 11 more files and folders in it are not read"),
        "{said:?}"
    );
}

#[test]
fn a_date_is_that_of_one_file() {
    let table = format!("{HEADER}Zap,Trial,Tools,TRUE,,x\n");
    let folder = folder(&[("2024-01.csv", &table), ("2024-02.csv", &table)]);
    let options = Options {
        date: Some(jiff::civil::date(2024, 5, 1)),
        ..options()
    };
    let problems = read_csv(&[folder.path().to_owned()], &options).unwrap_err();
    assert!(
        problems[0]
            .text
            .starts_with("--date is the date of one edition, and these are 2 files"),
        "{problems:?}"
    );
    let one = read_csv(&[folder.path().join("2024-01.csv")], &options).unwrap();
    assert_eq!(one.files.publications[0].id.as_str(), "2024-05-01");
}

#[test]
fn files_that_can_not_be_read_import_nothing() {
    let refused = |files: &[(&str, &str)]| {
        let problems = csv(files).unwrap_err();
        problems
            .iter()
            .map(|problem| format!("{}: {}", problem.line, problem.text))
            .collect::<Vec<_>>()
    };
    assert_eq!(
        refused(&[("2024-01.csv", "")]),
        ["1: the file is empty: it starts with a header, such as name,ring,quadrant,isNew,description"]
    );
    assert_eq!(
        refused(&[("2024-01.csv", "Name,ring,quadrant,isNew,description\n")]),
        [
            "1: the header has no column `name` (`Name` is not the same); it has Name, ring, quadrant, isNew, description"
        ]
    );
    assert_eq!(
        refused(&[("2024-01.csv", HEADER)]),
        ["1: there is no blip to import"]
    );
    let row = format!("{HEADER}X,Adopt,Tools,TRUE,,x\n");
    assert_eq!(refused(&[("a.csv", &row), ("2024-01.csv", &row)]).len(), 1);
    assert_eq!(refused(&[("2024-01.csv", &row), ("Jan 2024.csv", &row)]).len(), 1);
}

#[test]
fn rings_and_quadrants_of_ones_own_are_learned_or_named() {
    let table = format!("{HEADER}X,Use,Operable,TRUE,,x\nY,Avoid,Data,TRUE,,x\n");
    let folder = folder(&[("2024-01-01.csv", &table)]);
    let paths = [folder.path().join("2024-01-01.csv")];
    let titles = |import: &Import| {
        import
            .files
            .scheme
            .rings()
            .iter()
            .map(|ring| ring.title.to_string())
            .collect::<Vec<_>>()
    };
    let learned = read_csv(&paths, &options()).unwrap();
    assert_eq!(titles(&learned), ["Use", "Avoid"]);
    let named = Options {
        rings: Some(vec!["Use".to_owned(), "Try".to_owned(), "Avoid".to_owned()]),
        ..options()
    };
    assert_eq!(
        titles(&read_csv(&paths, &named).unwrap()),
        ["Use", "Try", "Avoid"]
    );
}

#[test]
fn what_no_column_is_for_is_left_out_and_named_once() {
    let table = "name,ring,quadrant,isNew,description,owner,topic,owner\n\
                 A,Adopt,Tools,TRUE,x,Ada,,\nB,Adopt,Tools,TRUE,x,Bob,t,B\nC,Adopt,Tools,TRUE,x,,,\n";
    assert_eq!(
        said(&csv(&[("2024-01-01.csv", table)]).unwrap()),
        [
            "2024-01-01.csv:2: left out: column 6 (`owner`), which this format does not know, of 2 rows",
            "2024-01-01.csv:3: left out: column 7 (`topic`), which this format does not know, of 1 row",
            "2024-01-01.csv:3: left out: column 8 (`owner`), which this format does not know, of 1 row",
        ]
    );
    let table = r#"[{"name": "A", "ring": "adopt", "quadrant": "tools", "description": "x", "owner": "Ada", "empty": ""}]"#;
    let folder = folder(&[("2024-01-01.json", table)]);
    let import = read_json(&[folder.path().join("2024-01-01.json")], &options()).unwrap();
    assert_eq!(
        said(&import),
        ["2024-01-01.json:1: left out: `owner`, which this format does not know, of 1 row"]
    );
}

#[test]
fn a_description_is_read_without_harm_and_what_it_misses_is_named() {
    let table = |description: &str| format!("{HEADER}A,Adopt,Tools,TRUE,,\"{description}\"\n");
    for (description, line) in [
        (
            "<b onclick=x>a</b><script>y</script>",
            "note: row 1, column 6 (`description`): read without what could do harm or is for looks: <script>, the attribute `onclick`",
        ),
        (
            "<p>a</p><a href=docs/a.md target=_blank rel=x>b</a>",
            "left out: row 1, column 6 (`description`): a link to `docs/a.md`",
        ),
        (
            "a<img src=images/x.png alt=p>",
            "left out: row 1, column 6 (`description`): a link to `images/x.png`",
        ),
    ] {
        assert_eq!(
            said(&csv(&[("2024-01-01.csv", &table(description))]).unwrap()),
            [format!("2024-01-01.csv:2: {line}")]
        );
    }
    let links: Vec<String> = (0..60).map(|n| format!("<a href=x{n:02}>a</a>")).collect();
    let many = said(&csv(&[("2024-01-01.csv", &table(&links.concat()))]).unwrap());
    assert!(many[0].ends_with("a link to `x49` and 10 more"), "{many:?}");
}

#[test]
fn a_file_of_which_a_million_things_are_left_out_says_how_many_more_there_are() {
    use crate::format::problem::MAX_LISTED;
    let rows: Vec<String> = (0..MAX_LISTED + 7)
        .map(|n| format!("B{n},Adopt,Tools,TRUE,,<img>\n"))
        .collect();
    let import = csv(&[("2024-01-01.csv", &format!("{HEADER}{}", rows.concat()))]).unwrap();
    assert_eq!(import.omissions.len(), MAX_LISTED + 1);
    assert_eq!(import.omitted(), MAX_LISTED + 7);
    let last = said(&import).pop().unwrap();
    assert!(
        last.contains(": left out: 7 more things were left out of this file"),
        "{last}"
    );
}

/// A radar of these quadrants with a blip in the first of them.
fn of_quadrants(quadrants: &[&str]) -> Timeline {
    let names = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect();
    let table = format!(
        "name,ring,quadrant,isNew,description\nX,Adopt,\"{}\",TRUE,x\n",
        quadrants[0]
    );
    let folder = folder(&[("2024-01-01.csv", &table)]);
    let options = Options {
        quadrants: Some(names(quadrants)),
        ..options()
    };
    timeline(&read_csv(&[folder.path().to_owned()], &options).unwrap().files)
}

#[test]
fn the_tool_wants_four_quadrants_and_is_told_of_as_many() {
    let remarks =
        |quadrants: &[&str]| to_csv(&newest(&of_quadrants(quadrants))).map(|exported| exported.remarks);
    let advice = |quadrants: &[&str]| {
        let remarks = remarks(quadrants).unwrap();
        let advice = remarks.iter().find(|remark| remark.contains("QUADRANTS="));
        advice.cloned().unwrap_or_default()
    };
    assert_eq!(advice(&frame::QUADRANTS), "");
    let four = advice(&["Tools, old", "Data", "Ops", "It's"]);
    assert!(
        four.contains(r#"QUADRANTS='["Tools, old","Data","Ops","It'\''s"]' is set; "#),
        "{four}"
    );
    assert!(
        four.ends_with(r#"add --quadrants '"Tools, old",Data,Ops,It'\''s'"#),
        "{four}"
    );
    let two = advice(&["Operable", "(1)"]);
    assert!(
        two.contains(r#"QUADRANTS='["Operable","(1)","(2)","(3)"]' is set (it wants exactly four: "#),
        "{two}"
    );
    assert!(two.ends_with("add --quadrants 'Operable,(1)'"), "{two}");
    let error = remarks(&["A", "B", "C", "D", "E"]).unwrap_err();
    assert_eq!(
        error.to_string(),
        "this radar has 5 quadrants, and Build Your Own Radar shows at most 4"
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn what_is_exported_is_imported_the_same(files in radar(), json in any::<bool>()) {
        let timeline = timeline(&files);
        let view = newest(&timeline);
        let exported = if json { to_json(&view) } else { to_csv(&view) }.unwrap();
        let folder = folder(&[]);
        let path = put(&exported.files, folder.path(), "2021-01-01");
        let import = if json { read_json(&[path], &options()) } else { read_csv(&[path], &options()) }.unwrap();
        prop_assert_eq!(&import.problems, &Vec::new());
        assert_ours(&import.files);
        let again = crate::format::tests::timeline(&import.files);
        prop_assert_eq!(places(&newest(&again)), places(&view));
    }
}

#[test]
fn two_files_of_one_day_say_why_they_are() {
    let table = format!("{HEADER}A,Adopt,Tools,TRUE,,x\n");
    let refused = |one: &str, other: &str| -> String {
        let problems = csv(&[(one, &table), (other, &table)]).unwrap_err();
        assert_eq!(problems.len(), 1, "{problems:?}");
        problems[0].text.clone()
    };
    let seasons = refused("Summer 2024.csv", "Winter 2024.csv");
    assert!(seasons.starts_with("the edition 2024-01-01 is in "), "{seasons}");
    assert!(
        seasons.ends_with(
            "too: of a name only the year is understood; write the month into it, as in `2024-06`"
        ),
        "{seasons}"
    );
    let months = refused("a 2024-06.csv", "b 2024-06.csv");
    assert!(months.ends_with("a 2024-06.csv, too"), "{months}");
}
