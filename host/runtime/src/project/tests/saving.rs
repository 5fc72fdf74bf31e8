//! Projects and logic survive saving and loading again unchanged, to the last bit of a number.

use proptest::prelude::*;
use pulsewire_project_settings::{
    Limits, Logic, LogicEntry, LogicInstance, Named, Node, PluginSwitch, Project, Variable,
    VariableType,
};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value as Json;
use std::fmt::Debug;

fn json() -> impl Strategy<Value = Json> {
    let leaf = prop_oneof![
        Just(Json::Null),
        any::<bool>().prop_map(Json::from),
        any::<i64>().prop_map(Json::from),
        any::<u64>().prop_map(Json::from),
        prop::num::f64::NORMAL.prop_map(Json::from),
        text().prop_map(Json::from),
    ];
    leaf.prop_recursive(3, 16, 4, |part| {
        prop_oneof![
            prop::collection::vec(part.clone(), 0..4).prop_map(Json::from),
            object(part).prop_map(Json::Object),
        ]
    })
}

fn object(
    part: impl Strategy<Value = Json>,
) -> impl Strategy<Value = serde_json::Map<String, Json>> {
    prop::collection::vec((text(), part), 0..4).prop_map(|parts| parts.into_iter().collect())
}

fn text() -> impl Strategy<Value = String> {
    prop_oneof!["[a-z_]{1,8}", "\\PC{0,8}", "\\$\\{env:[A-Z]{1,4}\\}", "[\"\\\\\n\t\u{0}é🦀]{0,4}"]
}

fn named<T: Debug>(part: impl Strategy<Value = T>) -> impl Strategy<Value = Named<T>> {
    prop::collection::vec((text(), part), 0..4).prop_map(Named)
}

fn logic() -> impl Strategy<Value = Logic> {
    let node =
        (text(), object(json())).prop_map(|(node_type, attributes)| Node { node_type, attributes });
    let location = [prop::num::f64::NORMAL, prop::num::f64::NORMAL];
    let wires = prop::collection::vec(text(), 0..4);
    (prop::option::of(text()), named(variable()), named(node), wires, named(location)).prop_map(
        |(schema, variables, nodes, wires, layout)| Logic {
            function: None,
            schema,
            variables,
            nodes,
            wires,
            layout,
        },
    )
}

fn variable() -> impl Strategy<Value = Variable> {
    use VariableType::{Any, Array, Binary, Bool, Dictionary, Float, Int, String};
    let kind = prop::sample::select(vec![Bool, Int, Float, String, Binary, Array, Dictionary, Any]);
    (kind, prop::option::of(json()), any::<bool>()).prop_map(|(kind, initial, persist)| Variable {
        kind,
        initial,
        persist,
    })
}

fn project() -> impl Strategy<Value = Project> {
    let switch = any::<bool>().prop_map(|enabled| PluginSwitch { enabled });
    let limits = (1..=1_000_000_u64, 1..=1_048_576_u32).prop_map(|(steps, inbox)| Limits {
        steps,
        inbox,
        ..Limits::default()
    });
    let entry = prop_oneof![
        text().prop_map(LogicEntry::File),
        (text(), prop::option::of(text()), object(json())).prop_map(|(file, name, attributes)| {
            LogicEntry::Instance(LogicInstance { file, name, attributes, comment: None })
        }),
    ];
    let logic = prop::collection::vec(entry, 0..4);
    let variables = (named(variable()), text());
    (prop::option::of(text()), text(), named(switch), named(json()), variables, logic, limits)
        .prop_map(|(schema, name, plugins, settings, (variables, state), logic, limits)| Project {
            functions: Vec::new(),
            schema,
            format: 1,
            name,
            plugins,
            settings,
            variables,
            state,
            logic,
            limits,
        })
}

fn is_kept<T: Serialize + DeserializeOwned + PartialEq + Debug>(
    one: &T,
) -> Result<(), TestCaseError> {
    let saved = serde_json::to_string_pretty(one).unwrap();
    let loaded: T = serde_json::from_str(&saved).unwrap();
    prop_assert_eq!(&loaded, one);
    prop_assert_eq!(serde_json::to_string_pretty(&loaded).unwrap(), saved);
    Ok(())
}

proptest! {
    #[test]
    fn logic_survives_a_round_trip(logic in logic()) {
        is_kept(&logic)?;
    }

    #[test]
    fn a_project_survives_a_round_trip(project in project()) {
        is_kept(&project)?;
    }
}
