//! What `check` accepts, `run` starts: over random projects made from the declarations of the built-in node types.

// Clippy takes only the test functions themselves for tests.
#![allow(clippy::unwrap_used, clippy::panic)]

use proptest::prelude::*;
use proptest::sample::{Index, select};
use pulsewire_plugin::{Attribute, AttributeKind, PulseSocket, Socket, ValueType};
use pulsewire_runtime::Exit;
use pulsewire_runtime::plugins::Search;
use pulsewire_runtime::project::LoadOptions;
use pulsewire_runtime::running::{ProjectRun, RunOptions};
use pulsewire_runtime::session::{Session, SessionOptions};
use pulsewire_runtime::toolbox::{NoServices, Toolbox};
use serde_json::{Map, Value as Json, json};
use std::path::Path;
use std::sync::{Arc, LazyLock};

static TOOLBOX: LazyLock<Toolbox> = LazyLock::new(Toolbox::built_in);

/// Names of events and variables: few, so that nodes meet.
const NAMES: [&str; 2] = ["one", "two"];

fn value(kind: ValueType) -> BoxedStrategy<Json> {
    let text = select(vec!["", "a", "b", "c d", "{a}", "0"]).prop_map(Json::from);
    let int = select(vec![0, 1, 2, 7, 100, 300, i64::MAX, i64::MIN]).prop_map(Json::from);
    match kind {
        ValueType::Bool => any::<bool>().prop_map(Json::from).boxed(),
        ValueType::Int => int.boxed(),
        ValueType::Float => select(vec![0.0, 1.0, 0.5, 1e300]).prop_map(Json::from).boxed(),
        ValueType::String => text.boxed(),
        ValueType::Binary => select(vec!["", "00ff"]).prop_map(Json::from).boxed(),
        ValueType::Array => select(vec![json!([]), json!([1, "x", null])]).boxed(),
        ValueType::Dictionary => select(vec![json!({}), json!({ "a": 1 })]).boxed(),
        ValueType::Any => prop_oneof![text, int, Just(Json::Null)].boxed(),
    }
}

fn attribute(attribute: &Attribute) -> BoxedStrategy<Json> {
    if attribute.id == "event" {
        return select(&NAMES[..]).prop_map(Json::from).boxed();
    }
    if attribute.id == "parameters" {
        let names = select(vec!["a", "b", "c", "d", "e", "f", "g", "B"]);
        return prop::collection::vec(names, 0..3).prop_map(Json::from).boxed();
    }
    of_kind(&attribute.kind)
}

fn of_kind(kind: &AttributeKind) -> BoxedStrategy<Json> {
    match kind {
        AttributeKind::Value(kind) => value(*kind),
        AttributeKind::Range(low, high) => {
            let most = (*high).min(low.saturating_add(4));
            (*low..=most).prop_map(Json::from).boxed()
        }
        AttributeKind::Choice(words) => select(words.clone()).prop_map(Json::from).boxed(),
        AttributeKind::List(kind) => {
            prop::collection::vec(of_kind(kind), 0..3).prop_map(Json::from).boxed()
        }
        AttributeKind::Variable => select(&NAMES[..]).prop_map(Json::from).boxed(),
        AttributeKind::Configuration(_) => Just(json!("none")).boxed(),
    }
}

/// Some of the attributes and literals that a node type declares, and those that must be there.
fn node() -> impl Strategy<Value = Json> {
    let types = TOOLBOX.list().into_iter().map(|tool| tool.node_type.clone()).collect::<Vec<_>>();
    select(types).prop_flat_map(|node_type| {
        let info = &node_type.info;
        let declared = info.attributes.iter().map(|one| {
            let is_needed = one.default.is_null() || one.id == "parameters";
            (
                Just(one.id.clone()),
                attribute(one),
                any::<bool>().prop_map(move |on| on || is_needed),
            )
        });
        let literal = |one: &Socket| (Just(one.id.clone()), value(one.kind), any::<bool>());
        let declared = declared.map(Strategy::boxed);
        let literals = info.sockets.inputs.iter().map(|one| literal(one).boxed());
        let id = info.id.clone();
        let all: Vec<_> = declared.chain(literals).collect();
        all.prop_map(move |written| {
            let written = written.into_iter().filter(|(_, _, is_written)| *is_written);
            let written: Map<String, Json> = written.map(|(id, value, _)| (id, value)).collect();
            json!({ "type": id, "attributes": written })
        })
    })
}

/// A logic file: nodes, and wires between sockets that they have.
fn logic() -> impl Strategy<Value = Json> {
    let wires = prop::collection::vec(any::<[Index; 4]>(), 0..5);
    (prop::collection::vec(node(), 1..5), wires, select(&ValueType::ALL[..])).prop_map(
        |(nodes, picks, kind)| {
            let ends: Vec<_> = nodes.iter().map(sockets).collect();
            let wires: Vec<String> = picks.iter().filter_map(|pick| wire(&ends, pick)).collect();
            let named = nodes.into_iter().enumerate().map(|(at, node)| (format!("n{at}"), node));
            let nodes: Map<String, Json> = named.collect();
            let variable = json!({ "type": kind.name() });
            json!({ "variables": { "one": variable, "two": { "type": "Int" } }, "nodes": nodes, "wires": wires })
        },
    )
}

/// A socket with the type of its data; none for a pulse.
type End = (String, Option<ValueType>);

/// The outputs and the inputs of a node.
fn sockets(node: &Json) -> (Vec<End>, Vec<End>) {
    let tool = TOOLBOX.get(node["type"].as_str().unwrap()).unwrap();
    let own = tool.node_type.sockets(node["attributes"].as_object().unwrap()).ok().flatten();
    let sockets = own.as_ref().unwrap_or(&tool.node_type.info.sockets);
    let ends = |pulses: &[PulseSocket], data: &[Socket]| {
        let pulses = pulses.iter().map(|one| (one.id.clone(), None));
        pulses.chain(data.iter().map(|one| (one.id.clone(), Some(one.kind)))).collect()
    };
    (ends(&sockets.pulse_outputs, &sockets.outputs), ends(&sockets.pulse_inputs, &sockets.inputs))
}

/// A wire between two sockets of one kind, mostly of one type.
fn wire(ends: &[(Vec<End>, Vec<End>)], [from, out, to, into]: &[Index; 4]) -> Option<String> {
    let (from, to) = (from.index(ends.len()), to.index(ends.len()));
    let (out, kind) = ends[from].0.get(out.index(ends[from].0.len().max(1)))?;
    let fits = |(_, wanted): &&End| match (kind, wanted) {
        (Some(kind), Some(wanted)) => kind.can_feed(*wanted),
        (kind, wanted) => kind.is_none() && wanted.is_none(),
    };
    let inputs: Vec<&End> = ends[to].1.iter().filter(fits).collect();
    let (into, _) = inputs.get(into.index(inputs.len().max(1)))?;
    Some(format!("n{from}.{out} -> n{to}.{into}"))
}

/// The exit status of `check`, and its report.
fn check(project: &Path) -> (Exit, String) {
    let options = SessionOptions {
        load: LoadOptions::default(),
        search: Search::default(),
        services: Arc::new(NoServices),
        strict: false,
        project,
    };
    let mut session = match Session::open(&options) {
        Ok(session) => session,
        Err(report) => return (Exit::Invalid, report.to_text()),
    };
    let exit = match session.prepare(&Arc::default()) {
        Ok(graphs) => {
            graphs.iter().for_each(|graph| {
                graph.stop();
            });
            Exit::Ok
        }
        Err(exit) => exit,
    };
    (exit, session.report.to_text())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_clean_check_means_that_the_run_starts(graphs in prop::collection::vec(logic(), 1..3), inbox in 1_u64..3) {
        let folder = tempfile::tempdir().unwrap();
        let names: Vec<String> = (0..graphs.len()).map(|at| format!("g{at}.json")).collect();
        for (name, graph) in names.iter().zip(&graphs) {
            std::fs::write(folder.path().join(name), graph.to_string()).unwrap();
        }
        let project = json!({
            "format": 1, "name": "Random", "logic": names, "limits": { "inbox": inbox, "steps": 1000 },
        });
        std::fs::write(folder.path().join("project.json"), project.to_string()).unwrap();
        let (exit, report) = check(folder.path());
        match ProjectRun::open(RunOptions::new(folder.path(), |_| {})) {
            Ok(mut run) => {
                prop_assert_eq!(exit, Exit::Ok, "{}", report);
                prop_assert_eq!(run.start(), Ok(()));
                let _ = run.stop(None);
            }
            Err(refused) => {
                prop_assert_ne!(exit, Exit::Ok, "{}", refused);
                prop_assert_eq!(exit, refused.exit);
                prop_assert_eq!(report, refused.report.to_text());
            }
        }
    }
}
