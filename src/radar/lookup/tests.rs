//! Names as members type them, looked up among the blips of the radar that ships.

use proptest::prelude::*;

use super::*;
use crate::radar::Title;
use crate::radar::sample::edition;

const NAMES: &[(&str, &[&str])] = &[
    ("Atlantis", &[]),
    ("Crossplane", &[]),
    ("Custom Operators", &["Operators", "Kubernetes Operators"]),
    ("Dependabot", &[]),
    ("Excalidraw+", &["Excalidraw"]),
    ("Grafana", &[]),
    ("Hermes", &[]),
    ("Kubernetes Gateway API", &["Gateway API", "K8s Gateway API"]),
    ("Kustomize", &[]),
    ("Prometheus Operator", &["Prom Operator"]),
    ("Pulumi", &[]),
    ("Renovate", &[]),
    ("TACOS", &["Terraform Automation and Collaboration Software"]),
    ("Terraform", &["TF"]),
    ("Terragrunt", &[]),
    ("Terratest", &[]),
];

fn seed() -> Index {
    Index::new(&edition(NAMES, &[]))
}

/// The answer in one line: `=id` is exact, `~id` is clear, `?a b` several, `-` unknown.
fn say(answer: Answer) -> String {
    let list = |found: Vec<Match>| {
        found
            .iter()
            .map(|found| found.id.as_str())
            .collect::<Vec<_>>()
            .join(" ")
    };
    match answer {
        Answer::Clear { id, exact: true } => format!("={id}"),
        Answer::Clear { id, exact: false } => format!("~{id}"),
        Answer::Several(found) => format!("?{}", list(found)),
        Answer::Unknown { .. } => "-".to_owned(),
    }
}

#[track_caller]
fn check(cases: &[(&str, &str)]) {
    let index = seed();
    let said: Vec<(&str, String)> = cases
        .iter()
        .map(|(query, _)| (*query, say(index.answer(query))))
        .collect();
    let wanted: Vec<(&str, String)> = cases
        .iter()
        .map(|(query, want)| (*query, (*want).to_owned()))
        .collect();
    assert_eq!(said, wanted);
}

#[test]
fn own_names_are_exact_however_they_are_written() {
    check(&[
        ("atlantis", "=atlantis"),
        ("Atlantis ", "=atlantis"),
        ("ATLANTIS!", "=atlantis"),
        ("gateway api", "=kubernetes-gateway-api"),
        ("GatewayAPI", "=kubernetes-gateway-api"),
        ("kubernetes-gateway-api", "=kubernetes-gateway-api"),
        ("prom operator", "=prometheus-operator"),
        ("PromOperator", "=prometheus-operator"),
        ("TF", "=terraform"),
        ("tacos", "=tacos"),
        ("excalidraw", "=excalidraw-plus"),
        ("excalidraw +", "=excalidraw-plus"),
        ("\u{202E}Grafana\u{202C}", "=grafana"),
        ("**Pulumi**", "=pulumi"),
        ("Térraform", "=terraform"),
    ]);
}

#[test]
fn mistakes_and_beginnings_are_clear_when_nothing_else_is_near() {
    check(&[
        ("atlnatis", "~atlantis"),
        ("crosplane", "~crossplane"),
        ("crosspl", "~crossplane"),
        ("k8s gateway", "~kubernetes-gateway-api"),
        ("gatway api", "~kubernetes-gateway-api"),
        ("customize", "~kustomize"),
        ("grafanna", "~grafana"),
        ("terrafrom", "~terraform"),
        ("teragrunt", "~terragrunt"),
        ("dependbot", "~dependabot"),
        ("operator prometheus", "~prometheus-operator"),
        ("prometheus", "~prometheus-operator"),
        ("renovatebot", "~renovate"),
    ]);
}

#[test]
fn what_could_be_several_is_asked_back() {
    check(&[
        ("terra", "?terraform terratest terragrunt tacos"),
        ("kubernetes", "?custom-operators kubernetes-gateway-api"),
        ("terraform cloud", "?terraform"),
        ("what about crossplane", "?crossplane"),
    ]);
}

#[test]
fn other_things_are_unknown() {
    let long = "x".repeat(4000);
    check(&[
        ("postgresql", "-"),
        ("", "-"),
        ("   ", "-"),
        ("\u{202E}\u{202C}", "-"),
        ("🚀", "-"),
        ("???", "-"),
        ("@everyone", "-"),
        ("kafka", "-"),
        ("helm", "-"),
        ("go", "-"),
        ("日本", "-"),
        (&long, "-"),
    ]);
    assert_eq!(seed().find(""), []);
}

#[test]
fn at_most_five_are_found_best_first_with_scores_from_0_to_1() {
    let found = seed().find("ter");
    assert!(found.len() <= 5);
    assert!(found.is_sorted_by(|a, b| a.score >= b.score));
    assert!(found.iter().all(|found| found.score < Score::EXACT));
    let exact = seed().find("terraform");
    assert_eq!(exact[0].id.as_str(), "terraform");
    assert_eq!(exact[0].score, Score::EXACT);
}

#[test]
fn what_left_the_radar_is_found_and_yields_to_what_stands_on_it() {
    let retired = Index::new(&edition(NAMES, &[("Puppet", &[]), ("Old Grafana", &["Grafana"])]));
    assert_eq!(say(retired.answer("puppet")), "=puppet");
    assert_eq!(say(retired.answer("grafana")), "=grafana");
    assert_eq!(
        retired
            .suggest("pu", 25)
            .iter()
            .map(BlipId::as_str)
            .collect::<Vec<_>>(),
        ["pulumi", "puppet"]
    );
    assert_eq!(retired.suggest("", 25).last().unwrap().as_str(), "puppet");
}

#[test]
fn names_that_two_blips_share_are_asked_back() {
    let shared = Index::new(&edition(
        &[("Istio", &["Mesh"]), ("Linkerd", &["Mesh"]), ("Meshery", &[])],
        &[],
    ));
    assert_eq!(say(shared.answer("mesh")), "?istio linkerd");
    assert_eq!(say(shared.answer("meshery")), "=meshery");
}

#[test]
fn what_parentheses_abbreviate_is_a_name() {
    let index = Index::new(&edition(
        &[
            ("Retrieval-augmented generation (RAG)", &[]),
            ("Argo CD", &[]),
            ("Kotlin (mobile)", &[]),
            ("Model Context Protocol (MCP)", &[]),
            ("Multi-cloud platforms", &["MCP"]),
            ("SAP (legacy)", &[]),
        ],
        &[],
    ));
    let rag = "=retrieval-augmented-generation-rag";
    for typed in ["rag", "RAG", "retrieval augmented generation"] {
        assert_eq!(say(index.answer(typed)), rag, "{typed}");
    }
    assert_eq!(say(index.answer("kotlin")), "~kotlin-mobile", "not exactly");
    assert_eq!(say(index.answer("legacy")), "~sap-legacy", "not exactly");
    assert_eq!(
        say(index.answer("mcp")),
        "=multi-cloud-platforms",
        "an alias is stronger"
    );
}

#[test]
fn what_several_names_begin_with_is_asked_back() {
    let names: &[(&str, &[&str])] = &[
        ("REST", &[]),
        ("Redis", &[]),
        ("React Native", &[]),
        ("Kubernetes", &[]),
    ];
    let index = Index::new(&edition(names, &[]));
    assert_eq!(say(index.answer("re")), "?rest redis react-native");
    assert_eq!(say(index.answer("res")), "~rest");
    assert_eq!(say(index.answer("rea")), "?react-native");
    assert_eq!(say(index.answer("kub")), "?kubernetes");
}

#[test]
fn a_short_word_of_names_offers_them_those_on_the_radar_first() {
    let names: &[(&str, &[&str])] = &[("GitLab CI/CD", &[]), ("Terraform", &[])];
    let index = Index::new(&edition(names, &[("CircleCI", &[]), ("CI theatre", &[])]));
    assert_eq!(say(index.answer("ci")), "?gitlab-ci-cd circleci ci-theatre");
}

#[test]
fn a_name_with_two_mistakes_is_suggested_if_nothing_else_is() {
    let suggested = |typed: &str| -> Vec<String> {
        seed()
            .suggest(typed, 25)
            .iter()
            .map(ToString::to_string)
            .collect()
    };
    assert_eq!(suggested("crsosplaen"), ["crossplane"]);
    assert_eq!(suggested("crsosplne"), ["crossplane"]);
    assert_eq!(suggested("zzz"), Vec::<String>::new());
}

#[test]
fn names_that_differ_by_a_sign_are_kept_apart() {
    let signs = Index::new(&edition(
        &[("C", &[]), ("C++", &[]), ("C#", &[]), (".NET", &[]), ("🚀", &[])],
        &[],
    ));
    assert_eq!(say(signs.answer("c")), "=c");
    assert_eq!(say(signs.answer("C++")), "=c-plus-plus");
    assert_eq!(say(signs.answer("c#")), "=c-sharp");
    assert_eq!(say(signs.answer("net")), "=net");
    assert!(matches!(signs.answer("🚀"), Answer::Clear { exact: true, .. }));
}

#[test]
fn two_mistakes_that_overlap_are_forgiven() {
    // A letter dropped, and those around it swapped.
    for (typed, id) in [
        ("prometehus opreator", "prometheus-operator"),
        ("excaladrw", "excalidraw-plus"),
        ("depednabt", "dependabot"),
    ] {
        assert_eq!(seed().find(typed)[0].id.as_str(), id, "{typed}");
    }
    assert_eq!(seed().find("depnabotd")[0].id.as_str(), "dependabot");
    // The letter between two that are swapped is not typed, also in short names.
    for (typed, id) in [
        ("heers", "hermes"),
        ("pumli", "pulumi"),
        ("roevate", "renovate"),
        ("renavote", "renovate"),
    ] {
        assert_eq!(
            seed().find(typed).first().map(|found| found.id.as_str()),
            Some(id),
            "{typed}"
        );
    }
}

#[test]
fn of_names_that_are_as_near_that_is_first_which_is_written_as_it_is_typed() {
    let index = Index::new(&edition(
        &[
            ("Bluetooth Mesh", &[]),
            ("Data mesh", &[]),
            ("io-ts", &[]),
            ("IPFS", &[]),
        ],
        &[],
    ));
    for (typed, first) in [
        ("Mesh", "bluetooth-mesh"),
        ("mesh", "data-mesh"),
        ("IOFS", "ipfs"),
    ] {
        let found = index.find(typed);
        assert_eq!(found[0].id.as_str(), first, "{typed}");
        assert_eq!(found[0].score, found[1].score, "{typed}: it decides nothing else");
    }
}

#[test]
fn suggestions_put_beginnings_before_mistakes() {
    let index = seed();
    let ids = |partial: &str, limit| {
        index
            .suggest(partial, limit)
            .iter()
            .map(|id| id.as_str().to_owned())
            .collect::<Vec<_>>()
    };
    assert_eq!(ids("", 3), ["atlantis", "crossplane", "custom-operators"]);
    assert_eq!(ids("", 25).len(), NAMES.len());
    assert_eq!(ids("  ", 25).len(), NAMES.len());
    assert_eq!(ids("terrat", 25)[0], "terratest");
    assert_eq!(ids("tf", 25), ["terraform"]);
    assert_eq!(ids("gate", 25), ["kubernetes-gateway-api"]);
    assert_eq!(ids("k8", 25), ["kubernetes-gateway-api"]);
    assert_eq!(ids("atlnatis", 25)[0], "atlantis");
    assert_eq!(ids("ter", 4)[..3], ["terraform", "terratest", "terragrunt"]);
    assert_eq!(ids(&"x".repeat(4000), 25), Vec::<String>::new());
    assert_eq!(ids("🚀", 25), Vec::<String>::new());
}

proptest! {
    #[test]
    fn any_text_is_answered(text in any::<String>()) {
        let index = seed();
        let found = index.find(&text);
        prop_assert!(found.len() <= 5);
        prop_assert!(found.is_sorted_by(|a, b| a.score >= b.score));
        index.answer(&text);
        prop_assert!(index.suggest(&text, 25).len() <= 25);
    }

    #[test]
    fn an_exact_title_is_always_clear(titles in prop::collection::btree_set("[A-Za-z+#.é🚀 -]{1,12}", 1..12)) {
        let titles: Vec<String> = titles.into_iter().filter(|title| Title::parse(title).is_ok()).collect();
        // Blips whose ids or titles are the same can not be on one radar.
        let mut ids = std::collections::BTreeSet::new();
        let mut keys = std::collections::BTreeSet::new();
        let distinct: Vec<(&str, &[&str])> = titles
            .iter()
            .filter(|title| {
                let parsed = Title::parse(title).unwrap();
                let key = crate::radar::fold_case_and_space(title);
                ids.insert(BlipId::from_title(&parsed)) && keys.insert(key)
            })
            .map(|title| (title.as_str(), [].as_slice()))
            .collect();
        let index = Index::new(&edition(&distinct, &[]));
        for (title, _) in &distinct {
            let id = BlipId::from_title(&Title::parse(title).unwrap());
            let taken = distinct.iter().any(|(other, _)| other != title && other.trim() == id.as_str());
            if !taken {
                prop_assert_eq!(index.answer(title), Answer::Clear { id, exact: true }, "{}", title);
            }
        }
    }
}

#[test]
fn one_mistake_anywhere_in_a_name_still_leads_to_its_blip() {
    let index = seed();
    for (title, aliases) in NAMES {
        let id = BlipId::from_title(&Title::parse(title).unwrap());
        for name in std::iter::once(title)
            .chain(*aliases)
            .filter(|name| name.len() > 4)
        {
            let chars: Vec<char> = name.to_lowercase().chars().collect();
            for at in 0..chars.len() {
                let mut dropped = chars.clone();
                dropped.remove(at);
                let mut doubled = chars.clone();
                doubled.insert(at, chars[at]);
                let mut replaced = chars.clone();
                replaced[at] = 'q';
                let mut swapped = chars.clone();
                swapped.swap(at, (at + 1) % chars.len());
                for typed in [dropped, doubled, replaced] {
                    let typed: String = typed.into_iter().collect();
                    if ["operator", "operatorq"].contains(&typed.as_str()) {
                        // It is Prometheus Operator without its first word, too.
                        assert_eq!(say(index.answer(&typed)), "?custom-operators prometheus-operator");
                        continue;
                    }
                    assert!(
                        matches!(index.answer(&typed), Answer::Clear { id: found, .. } if found == id),
                        "{typed}: {:?}",
                        index.answer(&typed)
                    );
                }
                let swapped: String = swapped.into_iter().collect();
                assert_eq!(index.find(&swapped)[0].id, id, "{swapped}");
            }
        }
    }
}

#[test]
fn of_two_titles_that_differ_by_case_the_one_is_meant_that_is_typed() {
    let mut edition = edition(&[("Zap", &[]), ("Zap proxy", &[])], &[]);
    let other = edition.blips.values_mut().last().unwrap();
    std::sync::Arc::make_mut(other).title = Title::parse("ZAP").unwrap();
    let index = Index::new(&edition);
    for (query, want) in [
        ("Zap", "=zap"),
        ("ZAP", "=zap-proxy"),
        ("zap", "=zap"),
        ("zAp", "?zap zap-proxy"),
    ] {
        assert_eq!(say(index.answer(query)), want, "{query}");
    }
}

#[test]
fn another_digit_is_no_typing_mistake() {
    let index = Index::new(&edition(
        &[("Python 3", &[]), ("Log4j", &[]), ("HTTP/2", &[])],
        &[],
    ));
    for (query, want) in [
        ("python 3", "=python-3"),
        ("pyhton 3", "~python-3"),
        ("python", "~python-3"),
        // Offered at most, never answered.
        ("Python 2", "?python-3"),
        ("log5j", "-"),
        ("http/3", "-"),
        ("log4", "~log4j"),
    ] {
        assert_eq!(say(index.answer(query)), want, "{query}");
    }
}

/// The shortest of them is not meant more than the others.
#[test]
fn words_with_which_several_names_begin_are_asked_about() {
    let index = Index::new(&edition(
        &[
            ("AWS ECS", &[]),
            ("AWS Lambda", &[]),
            ("AWS Device Farm", &[]),
            ("Data mesh", &[]),
            ("Data contracts", &[]),
            ("IBM MQ", &[]),
            ("Datadog", &[]),
        ],
        &[],
    ));
    for (query, want) in [
        ("aws", "?aws-ecs aws-lambda aws-device-farm"),
        ("Data", "?datadog data-mesh data-contracts"),
        ("AWS L", "?aws-lambda"),
        ("ibm", "~ibm-mq"),
    ] {
        assert_eq!(say(index.answer(query)), want, "{query}");
    }
}

#[test]
fn what_left_the_radar_is_not_before_what_is_on_it_and_begins_so_too() {
    let index = Index::new(&edition(
        &[("Docker Swarm", &[]), ("Terraform CDK", &[]), ("Terraforms", &[])],
        &[("Docker", &[]), ("Terraform", &[])],
    ));
    for (query, want) in [
        ("dock", "?docker-swarm docker"),
        ("terra", "?terraforms terraform-cdk terraform"),
        // Its own name is its own.
        ("docker", "=docker"),
        // A mistake is no name of its own.
        ("dokcer", "?docker docker-swarm"),
    ] {
        assert_eq!(say(index.answer(query)), want, "{query}");
    }
}

#[test]
fn what_is_begun_stands_before_what_is_mistyped_and_is_never_called_unknown() {
    let names: &[(&str, &[&str])] = &[
        ("Jest", &[]),
        ("Kubernetes", &[]),
        ("Mob programming", &[]),
        ("Ruby", &[]),
        ("Scala, the good parts", &[]),
        ("TestCafe", &[]),
        ("Test-driven development", &[]),
    ];
    let index = Index::new(&edition(names, &[]));
    for (typed, want) in [
        ("kub", "?kubernetes"),
        ("mob", "?mob-programming"),
        ("scala", "?scala-the-good-parts"),
        ("test", "?testcafe test-driven-development jest"),
        ("jest", "=jest"),
        ("rubi", "?ruby"),
    ] {
        assert_eq!(say(index.answer(typed)), want, "{typed}");
    }
}
