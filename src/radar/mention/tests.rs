use proptest::prelude::*;

use super::*;
use crate::radar::sample::edition;

const ON_IT: &[(&str, &[&str])] = &[
    ("Kubernetes", &["K8s"]),
    ("Kubernetes Gateway API", &[]),
    ("GitHub Actions", &[]),
    ("Go", &["Golang"]),
    ("C++", &[]),
    (".NET", &[]),
    ("Café Dash", &[]),
    ("Vim", &[]),
];
const OFF_IT: &[(&str, &[&str])] = &[("Hermes", &[]), ("Old Vim", &["Vim"])];

fn named(text: &str) -> Vec<String> {
    let mentions = Mentions::of(&edition(ON_IT, OFF_IT));
    mentions.named_in(text).iter().map(ToString::to_string).collect()
}

#[test]
fn names_are_found_in_their_order_and_each_once() {
    let text = "We run K8s, and github-actions deploys to kubernetes; GitHubActions, that is.";
    assert_eq!(named(text), ["kubernetes", "github-actions"]);
}

#[test]
fn of_two_names_that_overlap_the_longer_one_is_meant() {
    assert_eq!(named("the Kubernetes Gateway API"), ["kubernetes-gateway-api"]);
    assert_eq!(named("Kubernetes: Gateway API?"), ["kubernetes-gateway-api"]);
    for parted in [
        "Kubernetes. Gateway API",
        "Kubernetes\n- Gateway API",
        "Kubernetes <@1> Gateway API",
        "Kubernetes! Gateway API",
    ] {
        assert_eq!(named(parted), ["kubernetes"], "{parted}");
    }
    assert_eq!(named("a Kubernetes gateway"), ["kubernetes"]);
}

#[test]
fn names_that_may_be_words_count_only_as_the_radar_writes_them() {
    assert_eq!(named("let's go"), Vec::<String>::new());
    assert_eq!(named("rewrite it in Go!"), ["go"]);
    assert_eq!(named("golang"), ["go"]);
    assert_eq!(named("C++ but not C, or c++"), ["c-plus-plus"]);
    for any_case in ["k8s", "K8S"] {
        assert_eq!(named(any_case), ["kubernetes"], "{any_case}");
    }
    for any_case in ["vim", "VIM", "Vim"] {
        assert_eq!(named(any_case), ["vim"], "{any_case}");
    }
    let net = BlipId::from_title(&Title::parse(".NET").unwrap());
    assert_eq!(named("on .NET."), [net.as_str()]);
}

#[test]
fn signs_and_sentences_hide_no_name() {
    assert_eq!(named("#kubernetes"), ["kubernetes"]);
    assert_eq!(named("Kubernetes+hermes"), ["kubernetes", "hermes"]);
    assert_eq!(
        named("Kubernetes. hermes; vim! go? Golang"),
        ["kubernetes", "hermes", "vim", "go"]
    );
}

#[test]
fn a_version_behind_a_sign_parts_no_name() {
    assert_eq!(named("C++17, c++20 or C"), ["c-plus-plus"]);
}

#[test]
fn many_of_a_name_of_several_words_are_not_its_first_word() {
    assert_eq!(named("two Kubernetes Gateway APIs"), ["kubernetes-gateway-api"]);
    assert_eq!(named("Vims"), Vec::<String>::new());
}

#[test]
fn endings_of_files_and_addresses_name_nothing() {
    let mentions = Mentions::of(&edition(
        &[
            ("JavaScript", &["JS"]),
            ("Node.js", &[]),
            ("Angular", &[]),
            ("Go", &["Golang"]),
            (".NET", &[]),
        ],
        &[],
    ));
    let named =
        |text: &str| -> Vec<String> { mentions.named_in(text).iter().map(ToString::to_string).collect() };
    assert_eq!(named("see index.js and main.golang"), ["go"], "no file ends so");
    assert_eq!(named("angular.js or js"), ["angular", "javascript"]);
    assert_eq!(named("node.js"), ["node-js"]);
    assert_eq!(named("ASP.NET and 1.js"), ["net"]);
}

#[test]
fn a_name_with_its_abbreviation_is_named_by_both() {
    let mentions = Mentions::of(&edition(
        &[
            ("Retrieval-augmented generation (RAG)", &[]),
            ("Zap (beta)", &[]),
            ("React", &[]),
            ("React (2013)", &[]),
        ],
        &[],
    ));
    let named =
        |text: &str| -> Vec<String> { mentions.named_in(text).iter().map(ToString::to_string).collect() };
    for text in [
        "RAG",
        "rag!",
        "retrieval augmented generation",
        "Retrieval-augmented generation (RAG)",
    ] {
        assert_eq!(named(text), ["retrieval-augmented-generation-rag"], "{text}");
    }
    assert_eq!(named("a beta of zap, and React"), ["react"]);
}

#[test]
fn accents_do_not_count() {
    assert_eq!(named("cafe\u{301} dash"), named("CAFE DASH"));
    assert_eq!(named("CAFE DASH").len(), 1);
}

#[test]
fn a_name_of_two_blips_means_the_one_on_the_radar() {
    assert_eq!(named("Vim"), ["vim"]);
    assert_eq!(named("hermes and old vim"), ["hermes", "old-vim"]);
}

#[test]
fn what_discord_writes_in_brackets_is_nobodys_word() {
    assert_eq!(
        named("<:kubernetes:123> <@42> <t:5:F> <#7>"),
        Vec::<String>::new()
    );
    assert_eq!(
        named("1 < 2 kubernetes > hermes <https://x.org/golang>"),
        ["kubernetes", "hermes", "go"]
    );
    assert_eq!(named("<@ kubernetes"), ["kubernetes"]);
}

proptest! {
    #[test]
    fn every_name_is_found_between_other_words(position in 0..ON_IT.len(), before in "[xyz ,]{0,8}", after in "[ ,.!?]{1,3}[xyz]{0,5}") {
        let (title, _) = ON_IT[position];
        let text = format!("{before} {title}{after}");
        let id = BlipId::from_title(&Title::parse(title).unwrap()).to_string();
        prop_assert!(named(&text).contains(&id), "{}", text);
    }

    #[test]
    fn no_text_makes_the_reader_panic(text in any::<String>()) {
        named(&text);
    }
}

#[test]
fn names_are_found_where_no_spaces_are_written_and_with_endings_of_other_scripts() {
    let mentions = Mentions::of(&edition(
        &[("Crossplane", &[]), ("云原生", &[]), ("GitHub Actions", &[])],
        &[],
    ));
    let named =
        |text: &str| -> Vec<String> { mentions.named_in(text).iter().map(ToString::to_string).collect() };
    let native = mentions.by_words.get("云 原 生").unwrap()[0].id.to_string();
    assert_eq!(named("我们用Crossplane部署。"), ["crossplane"]);
    assert_eq!(
        named("Crossplaneを使う, GitHub Actionsで"),
        ["crossplane", "github-actions"]
    );
    assert_eq!(named("crossplane을 씁니다"), ["crossplane"]);
    assert_eq!(named("это на Crossplaneе"), ["crossplane"]);
    assert_eq!(named("什么是云原生应用"), [native]);
    assert_eq!(named("云 计算"), [""; 0]);
}

#[test]
fn words_that_everybody_uses_name_nothing_unless_they_are_written_as_the_radar_does() {
    let on_it: &[(&str, &[&str])] = &[
        ("Make", &[]),
        ("REST", &[]),
        ("Swift", &[]),
        ("Next", &["Next.js"]),
    ];
    let mentions = Mentions::of(&edition(on_it, &[]));
    let named = |text: &str| {
        mentions
            .named_in(text)
            .iter()
            .map(ToString::to_string)
            .collect::<Vec<_>>()
    };
    assert_eq!(
        named("we make a decision about the rest next, swift as ever"),
        Vec::<String>::new()
    );
    assert_eq!(named("call it by REST, built with Make"), ["rest", "make"]);
    assert_eq!(named("next.js for the page"), ["next"]);
}

#[test]
fn one_of_many_is_named_by_the_singular_unless_that_is_a_name_itself() {
    let plurals: &[(&str, &[&str])] = &[
        ("Microservices", &[]),
        ("Feature flags", &[]),
        ("Design systems", &[]),
        ("Design system", &[]),
        ("Storybook", &[]),
        ("React", &[]),
        ("Redis", &[]),
    ];
    let mentions = Mentions::of(&edition(plurals, &[]));
    let found = |text: &str| {
        let ids = mentions.named_in(text);
        ids.iter().map(ToString::to_string).collect::<Vec<_>>().join(" ")
    };
    for (text, want) in [
        (
            "Each microservice behind a feature flag.",
            "microservices feature-flags",
        ),
        ("One design system.", "design-system"),
        ("Two design systems.", "design-systems"),
        ("It reacts to Storybooks, and Redi is no name.", ""),
    ] {
        assert_eq!(found(text), want, "{text}");
    }
}
