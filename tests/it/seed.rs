//! The radar that ships is without a problem and says all that it was made to say.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use blipbot::format::native;
use blipbot::radar::{Answer, Blip, Edition, Heading, Index, Timeline, fold};

fn data() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("data")
}

fn shipped() -> Arc<Edition> {
    let files = native::read(&data()).unwrap_or_else(|problems| panic!("{problems:#?}"));
    let timeline = Timeline::build(files.scheme, files.publications).unwrap();
    Arc::clone(timeline.editions().last().unwrap())
}

/// Everything that a reader of the blip's card sees, folded.
fn words(blip: &Blip) -> String {
    let sections = blip
        .text
        .sections
        .iter()
        .flat_map(|section| [section.heading.as_str(), section.markdown.as_str()]);
    let all: Vec<&str> = [blip.title.as_str(), blip.text.summary.as_str()]
        .into_iter()
        .chain(sections)
        .collect();
    format!(" {} ", fold(&all.join("\n")))
}

#[test]
fn each_blip_holds_its_key_terms() {
    let table =
        std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/data/key_terms.toml"));
    let table: BTreeMap<String, Vec<String>> = toml::from_str(&table.unwrap()).unwrap();
    let edition = shipped();
    let ids: Vec<&str> = edition.blips.keys().map(blipbot::radar::BlipId::as_str).collect();
    assert_eq!(
        table.keys().map(String::as_str).collect::<Vec<_>>(),
        ids,
        "every blip has its terms"
    );

    let mut missing = Vec::new();
    for (id, blip) in &edition.blips {
        let words = words(blip);
        let terms = &table[id.as_str()];
        assert!(terms.len() >= 8, "{id} has too few terms to mean anything");
        // Plurals and endings may follow, but a term starts where a word starts.
        let absent = terms
            .iter()
            .filter(|term| !words.contains(&format!(" {}", fold(term))));
        missing.extend(absent.map(|term| format!("{id}: {term}")));
    }
    assert_eq!(missing, Vec::<String>::new());
}

#[test]
fn the_rings_are_those_of_the_source() {
    let edition = shipped();
    let mut rings: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for (id, blip) in &edition.blips {
        rings.entry(blip.ring.as_str()).or_default().push(id.as_str());
    }
    assert_eq!(edition.published.to_string(), "2023-10-01T00:00:00Z");
    assert_eq!(
        rings["adopt"],
        [
            "grafana",
            "kustomize",
            "prometheus-operator",
            "renovate",
            "terraform",
            "terragrunt"
        ]
    );
    assert_eq!(
        rings["trial"],
        ["atlantis", "custom-operators", "excalidraw-plus", "terratest"]
    );
    assert_eq!(
        rings["assess"],
        ["crossplane", "hermes", "kubernetes-gateway-api", "tacos"]
    );
    assert_eq!(rings["hold"], ["dependabot", "pulumi"]);
}

#[test]
fn each_blip_says_what_it_is_and_where_its_ring_comes_from() {
    for (id, blip) in &shipped().blips {
        assert!(
            blip.text.summary.chars().count() <= 300,
            "{id}: the summary is a paragraph, not a page"
        );
        assert!(
            blip.text.section(&Heading::Strengths).is_some(),
            "{id}: strengths"
        );
        assert!(blip.text.section(&Heading::Verdict).is_some(), "{id}: verdict");
        let ring = blip
            .text
            .section(&Heading::Other("Ring".to_owned()))
            .unwrap_or_else(|| panic!("{id}: ring"));
        assert!(
            ring.contains("stated") != ring.contains("inferred"),
            "{id}: {ring}"
        );
        for section in &blip.text.sections {
            let items = section.markdown.lines().all(|line| line.starts_with("- "));
            assert!(
                items,
                "{id}: every fact under {} is a list item of its own",
                section.heading.as_str()
            );
        }
    }
}

#[test]
fn its_blips_are_found_by_the_names_that_people_use() {
    let edition = shipped();
    let index = Index::new(&edition);
    for (name, id) in [
        ("K8s Gateway API", "kubernetes-gateway-api"),
        ("gateway api", "kubernetes-gateway-api"),
        ("Prom Operator", "prometheus-operator"),
        ("tf", "terraform"),
        ("Terraform Automation and Collaboration Software (TACOS)", "tacos"),
        ("Terraform Automation and Collaboration Software", "tacos"),
        ("Kubernetes Operators", "custom-operators"),
        ("operators", "custom-operators"),
        ("Excalidraw", "excalidraw-plus"),
        ("excalidraw-plus", "excalidraw-plus"),
    ] {
        match index.answer(name) {
            Answer::Clear { id: found, .. } => assert_eq!(found.as_str(), id, "{name}"),
            other @ (Answer::Several(_) | Answer::Unknown { .. }) => panic!("{name}: {other:?}"),
        }
    }
}
