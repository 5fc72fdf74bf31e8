mod toolbox;

use super::*;

const ECHO: &str = include_str!("echo.json");
const LARGE: &str = include_str!("large.json");
const WEIRD: &str = include_str!("weird.json");

fn drawing(json: &str) -> Drawing {
    Drawing::new("logic/main.json", &serde_json::from_str(json).unwrap(), &toolbox::toolbox())
}

fn drawn(format: Format, json: &str) -> String {
    drawing(json).write(format)
}

#[test]
fn echo_as_text() {
    insta::assert_snapshot!(drawn(Format::Text, ECHO));
}

#[test]
fn echo_as_mermaid() {
    insta::assert_snapshot!(drawn(Format::Mermaid, ECHO));
}

#[test]
fn echo_as_dot() {
    insta::assert_snapshot!(drawn(Format::Dot, ECHO));
}

#[test]
fn echo_as_svg() {
    insta::assert_snapshot!(drawn(Format::Svg, ECHO));
}

#[test]
fn large_as_text() {
    insta::assert_snapshot!(drawn(Format::Text, LARGE));
}

#[test]
fn weird_as_text() {
    insta::assert_snapshot!(drawn(Format::Text, WEIRD));
}

#[test]
fn weird_as_mermaid() {
    insta::assert_snapshot!(drawn(Format::Mermaid, WEIRD));
}

#[test]
fn a_graph_is_always_drawn_the_same() {
    for format in Format::ALL {
        assert_eq!(drawn(format, LARGE), drawn(format, LARGE));
    }
}

#[test]
fn svg_is_well_formed_and_shows_every_node_wire_and_mistake() {
    for json in [ECHO, LARGE, WEIRD] {
        let (svg, drawing) = (drawn(Format::Svg, json), drawing(json));
        let xml = roxmltree::Document::parse(&svg).unwrap();
        let of_class = |class: &'static str| {
            xml.descendants().filter(move |node| node.attribute("class") == Some(class)).count()
        };
        assert_eq!(of_class("t"), drawing.nodes.len());
        assert!(of_class("e") >= drawing.mistakes().len());
        let titles = xml.descendants().filter(|node| node.tag_name().name() == "title");
        let wires = titles.filter(|title| title.text().is_some_and(|text| text.contains(" -> ")));
        assert_eq!(wires.count(), drawing.wires.len());
        assert!(!xml.descendants().any(|node| node.tag_name().name() == "script"));
    }
}

#[test]
fn dot_labels_are_well_formed() {
    for json in [ECHO, LARGE, WEIRD] {
        let dot = drawn(Format::Dot, json);
        let labels = dot.lines().filter_map(|line| {
            let (_, label) = line.split_once("label=<")?;
            Some(label.rsplit_once('>')?.0.to_owned())
        });
        let labels: Vec<String> = labels.collect();
        assert_eq!(labels.len(), drawing(json).nodes.len() + 1);
        for label in labels {
            roxmltree::Document::parse(&format!("<label>{label}</label>")).unwrap();
        }
    }
}

#[test]
fn mermaid_texts_stay_within_their_quotes() {
    for line in drawn(Format::Mermaid, WEIRD).lines().skip(3) {
        assert!(matches!(line.matches('"').count(), 0 | 2), "{line}");
    }
}

#[test]
fn mistakes_are_listed_and_drawn() {
    let mistakes = drawing(WEIRD).mistakes().join("\n");
    for part in [
        "end : the plugin mqtt is disabled: pulsewire plugin enable mqtt",
        "日本語の名前: unknown node type",
        "nobody: a wire refers to this node, but it does not exist",
        "a pulse output can have only one wire: use Sequential",
        "connects a pulse output to an input of type Any",
        "there is no output no\"such",
        "\"self.pulse\": a wire is written",
    ] {
        assert!(mistakes.contains(part), "{part} is not in {mistakes}");
    }
    for json in [ECHO, LARGE] {
        assert_eq!(drawing(json).mistakes(), Vec::<String>::new());
    }
}

#[test]
fn sockets_follow_the_attributes_and_the_variable() {
    let drawing = drawing(LARGE);
    let node = |name: &str| drawing.nodes.iter().find(|node| node.name == name).unwrap();
    assert_eq!(node("steps").outputs.len(), 3);
    assert_eq!(
        node("last").outputs[1].kind,
        Kind::Data(pulsewire_runtime::contract::ValueType::Float)
    );
    assert_eq!(node("price").inputs[2].value.as_deref(), Some("\"price\""));
    assert!(!node("quiet").enabled);
}

#[test]
fn a_long_chain_is_drawn() {
    let nodes: Vec<String> =
        (0..5000).map(|at| format!(r#""n{at}": {{ "type": "console.print" }}"#)).collect();
    let wires: Vec<String> =
        (1..5000).map(|at| format!(r#""n{}.pulse -> n{at}.pulse""#, at - 1)).collect();
    let json = format!(r#"{{"nodes":{{{}}},"wires":[{}]}}"#, nodes.join(","), wires.join(","));
    for format in Format::ALL {
        assert!(drawn(format, &json).contains("n4999"));
    }
}

#[test]
fn secrets_are_in_no_format() {
    let drawing = drawing(LARGE).redacted(|json| json.replace("a-rather-long-host-name", "hidden"));
    for format in Format::ALL {
        let drawn = drawing.write(format);
        assert!(drawn.contains("ws://hidden.example") && !drawn.contains("a-rather"), "{drawn}");
    }
}
