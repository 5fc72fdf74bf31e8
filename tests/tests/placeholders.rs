//! `${…}` stands for a number or a truth value wherever a schema says so.

use pulsewire_project_settings::Limits;
use pulsewire_runtime::diagnostics::Report;
use pulsewire_runtime::plugins::Search;
use pulsewire_runtime::project::LoadOptions;
use pulsewire_runtime::session::{Session, SessionOptions};
use pulsewire_runtime::toolbox::NoServices;
use pulsewire_tests::{Project, program};
use serde_json::{Map, Value as Json, json};
use std::sync::Arc;

/// A value with one number or truth value in it, as a placeholder and as a literal.
struct Pair {
    placeholder: Json,
    literal: Json,
}

impl Pair {
    fn leaf(literal: Json) -> Self {
        let placeholder = json!(format!("${{env:PULSEWIRE_NOT_SET:-{literal}}}"));
        Self { placeholder, literal }
    }

    fn within(self, around: impl Fn(Json) -> Json) -> Self {
        Self { placeholder: around(self.placeholder), literal: around(self.literal) }
    }
}

/// For each number and truth value that a schema allows, a value with it and what else is required.
fn pairs(schema: &Json) -> Vec<Pair> {
    let mut found: Vec<Pair> = branches(schema).flat_map(pairs).collect();
    if is(schema, "integer") || is(schema, "number") {
        found.push(Pair::leaf(number(schema)));
    }
    if is(schema, "boolean") {
        found.push(Pair::leaf(json!(true)));
    }
    if is(schema, "array") {
        let entries = pairs(&schema["items"]).into_iter();
        found.extend(entries.map(|pair| pair.within(|entry| json!([entry]))));
    }
    if is(schema, "object") {
        let properties = schema["properties"].as_object().into_iter().flatten();
        let any = schema["additionalProperties"].as_object();
        let any = any.map(|_| ("x-any", &schema["additionalProperties"]));
        for (name, inner) in properties.map(|(name, inner)| (name.as_str(), inner)).chain(any) {
            let set = |value| {
                let mut object = minimal(schema);
                object[name] = value;
                object
            };
            found.extend(pairs(inner).into_iter().map(|pair| pair.within(set)));
        }
    }
    found
}

fn branches(schema: &Json) -> impl Iterator<Item = &Json> {
    ["oneOf", "anyOf"].into_iter().filter_map(|key| schema[key].as_array()).flatten()
}

fn is(schema: &Json, kind: &str) -> bool {
    let listed = schema["type"].as_array().is_some_and(|kinds| kinds.contains(&json!(kind)));
    listed || schema["type"] == kind
}

fn number(schema: &Json) -> Json {
    let default = Some(&schema["default"]).filter(|default| default.is_number());
    default.or_else(|| schema.get("minimum")).cloned().unwrap_or(json!(1))
}

/// The smallest value of a schema.
fn minimal(schema: &Json) -> Json {
    if let Some(constant) = schema.get("const").or_else(|| schema["enum"].get(0)) {
        return constant.clone();
    }
    let first = branches(schema).next().map(minimal);
    if is(schema, "object") {
        let required = schema["required"].as_array().into_iter().flatten();
        let fields = required.filter_map(Json::as_str).map(|name| match name {
            "url" => (name.to_owned(), json!("ws://127.0.0.1/")),
            _ => (name.to_owned(), minimal(&schema["properties"][name])),
        });
        let of_branch = first.as_ref().and_then(Json::as_object).cloned().unwrap_or_default();
        return of_branch.into_iter().chain(fields).collect::<Map<_, _>>().into();
    }
    first.unwrap_or_else(|| match schema["type"].as_str() {
        Some("integer" | "number") => number(schema),
        Some("boolean") => json!(true),
        Some("array") => json!([]),
        _ => json!("text"),
    })
}

fn open(project: &Project) -> Session {
    let options = SessionOptions {
        load: LoadOptions::default(),
        search: Search::embedded(program(), &[]),
        services: Arc::new(NoServices),
        strict: true,
        project: project.folder(),
    };
    Session::open(&options).map_err(|report| report.to_text()).unwrap()
}

fn told(report: &Report) -> Vec<(String, Option<String>)> {
    let pointer = |at: Option<&str>| at.map(ToOwned::to_owned);
    let all = report.diagnostics().iter();
    all.map(|one| (one.message.clone(), pointer(one.location.at.pointer()))).collect()
}

#[test]
fn every_setting_of_every_plugin_takes_a_placeholder() {
    let empty = open(&Project::new());
    assert!(!empty.plugins.is_empty());
    for plugin in &empty.plugins {
        let pairs = pairs(&plugin.schema);
        let count = pairs.len();
        let all = |value: fn(&Pair) -> &Json| {
            let section = pairs.iter().map(value).fold(json!({}), merged);
            open(&Project::new().settings(&plugin.name, section))
        };
        let (with, without) = (all(|pair| &pair.placeholder), all(|pair| &pair.literal));
        assert_eq!(told(&with.report), told(&without.report));
        let section = |session: &Session| {
            let same = session.plugins.iter().find(|one| one.name == plugin.name);
            same.unwrap().section.clone()
        };
        assert_eq!(section(&with), section(&without));
        let text = section(&with).to_string();
        assert!(!text.contains("NOT_SET"), "{text}");
        assert!(plugin.name != "websocket" || count > 80, "only {count} were tried");
    }
}

/// A section with the settings of both; each entry of a list has a name of its own.
fn merged(mut section: Json, more: &Json) -> Json {
    for (name, value) in more.as_object().unwrap() {
        match value.as_array() {
            Some(entries) => {
                let list = section.as_object_mut().unwrap().entry(name).or_insert(json!([]));
                let list = list.as_array_mut().unwrap();
                for entry in entries {
                    list.push(entry.clone());
                    let index = list.len();
                    list[index - 1]["name"] = json!(format!("entry {index}"));
                }
            }
            None => section[name] = value.clone(),
        }
    }
    section
}

#[test]
fn limits_and_switches_take_placeholders() {
    let limits = serde_json::to_value(Limits::default()).unwrap();
    let names = limits.as_object().unwrap().keys();
    let placeholders: Map<String, Json> =
        names.map(|name| (name.clone(), Pair::leaf(json!(4000)).placeholder)).collect();
    let switches = json!({ "websocket": { "enabled": "${env:PULSEWIRE_NOT_SET:-false}" } });
    let project =
        Project::new().with(&["limits"], json!(placeholders)).with(&["plugins"], switches);
    let session = open(&project);
    let read = serde_json::to_value(session.project.settings.limits).unwrap();
    assert!(read.as_object().unwrap().values().all(|value| value == 4000), "{read}");
    assert!(session.plugins.iter().all(|plugin| plugin.name != "websocket"));
}

#[test]
fn a_placeholder_of_the_wrong_type_is_told_at_its_place() {
    let server = json!({ "name": "Here", "port": "${env:PULSEWIRE_NOT_SET:-many}" });
    let limits = json!({ "inbox": "${env:PULSEWIRE_NOT_SET:-0}" });
    let project =
        Project::new().websocket(json!({ "servers": [server] })).with(&["limits"], limits);
    let found = told(&open(&project).report);
    let at = |pointer: &str| Some(pointer.to_owned());
    let wanted = [
        ("`inbox` must be a whole number from 1 to 1048576, got 0", at("/limits/inbox")),
        (
            "`port` must be a whole number from 0 to 65535, got \"many\"",
            at("/settings/websocket/servers/0/port"),
        ),
    ];
    assert_eq!(found, wanted.map(|(message, at)| (message.to_owned(), at)));
}
