//! The ratios as a picture: for each case a bar for each client, on a logarithmic scale around the batching client.

use super::rows::Row;
use std::fmt::Write;

const LEFT: f64 = 210.0;
const WIDTH: f64 = 620.0;
const BAR: f64 = 13.0;
const GAP: f64 = 14.0;
/// The scale goes from one in so many to so many.
const MOST: f64 = 100.0;

const COLOURS: [(&str, &str); 8] = [
    ("pulsewire", "#d1495b"),
    ("other", "#e8a0a9"),
    ("plain", "#30638e"),
    ("batching", "#003d5b"),
    ("raw loop", "#7a7a7a"),
    ("python", "#edae49"),
    ("node ws", "#6a994e"),
    ("node-red", "#a7c957"),
];

/// A picture of the ratios to the batching client: to the right is better.
pub(super) fn ratios(rows: &[Row]) -> String {
    let groups = groups(rows);
    let bars: usize = groups.iter().map(Vec::len).sum();
    let height = 70.0 + bars as f64 * BAR + groups.len() as f64 * GAP;
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {} {height}\" font-family=\"sans-serif\" \
         font-size=\"10\">\n<rect width=\"100%\" height=\"100%\" fill=\"white\"/>\n\
         <text x=\"10\" y=\"18\" font-size=\"13\">How much better than batching tokio-tungstenite (messages a \
         second, or round trips)</text>\n",
        LEFT + WIDTH + 60.0
    );
    scale(&mut svg, height);
    let mut y = 50.0;
    for group in groups {
        y = draw_group(&mut svg, &group, y) + GAP;
    }
    svg.push_str("</svg>\n");
    svg
}

/// The rows of a case, as long as a batching client was measured in it.
fn groups(rows: &[Row]) -> Vec<Vec<(&Row, f64)>> {
    let all: Vec<&Row> = rows.iter().collect();
    let groups = all.chunk_by(|a, b| a.same_case(b)).filter_map(|group| {
        let batching = group.iter().find(|row| row.client == "batching")?;
        Some(group.iter().map(|row| (*row, better(row, batching))).collect())
    });
    groups.collect()
}

fn better(row: &Row, batching: &Row) -> f64 {
    let ratio = row.ratio(batching, Row::score);
    if row.median(|sample| sample.p50) > 0.0 { 1.0 / ratio } else { ratio }
}

fn place(ratio: f64) -> f64 {
    let part = ratio.clamp(1.0 / MOST, MOST).log(MOST);
    LEFT + WIDTH * (part + 1.0) / 2.0
}

fn scale(svg: &mut String, height: f64) {
    for ratio in [0.01, 0.1, 0.5, 1.0, 2.0, 10.0, 100.0] {
        let x = place(ratio);
        let colour = if ratio == 1.0 { "#333" } else { "#ddd" };
        let _ = writeln!(
            svg,
            "<line x1=\"{x:.1}\" x2=\"{x:.1}\" y1=\"40\" y2=\"{:.1}\" stroke=\"{colour}\"/>\
             <text x=\"{x:.1}\" y=\"36\" text-anchor=\"middle\">{ratio}×</text>",
            height - 10.0
        );
    }
}

fn draw_group(svg: &mut String, group: &[(&Row, f64)], mut y: f64) -> f64 {
    for (at, (row, ratio)) in group.iter().enumerate() {
        if at == 0 {
            let (case, size, connections) = (row.case.name(), row.size, row.connections);
            let _ = writeln!(
                svg,
                "<text x=\"10\" y=\"{:.1}\" font-weight=\"bold\">{case}, {size} B × {connections}</text>",
                y + BAR - 3.0
            );
        }
        let colour =
            COLOURS.iter().find(|(name, _)| *name == row.client).map_or("#999", |one| one.1);
        let (from, to) = (place(1.0).min(place(*ratio)), place(1.0).max(place(*ratio)));
        let _ = writeln!(
            svg,
            "<text x=\"{:.1}\" y=\"{:.1}\" text-anchor=\"end\">{}</text>\
             <rect x=\"{from:.1}\" y=\"{:.1}\" width=\"{:.1}\" height=\"{:.1}\" fill=\"{colour}\"/>\
             <text x=\"{:.1}\" y=\"{:.1}\">{ratio:.2}</text>",
            LEFT - 6.0,
            y + BAR - 3.0,
            row.client,
            y + 1.0,
            (to - from).max(1.0),
            BAR - 2.0,
            to + 4.0,
            y + BAR - 3.0,
        );
        y += BAR;
    }
    y
}
