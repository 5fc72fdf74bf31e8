//! The node types that an unknown one probably means.

use super::{Toolbox, group};
use crate::diagnostics::near;

/// What other tools and languages call a node, in lower case and without spaces, and its types here.
const SYNONYMS: [(&str, &[&str]); 78] = [
    ("inject", &["timer.start_interval", "event.initialize"]),
    ("debug", &["console.print"]),
    ("print", &["console.print"]),
    ("printstring", &["console.print"]),
    ("log", &["console.print", "math.logarithm"]),
    ("if", &["flow.branch"]),
    ("condition", &["flow.branch"]),
    ("case", &["flow.switch"]),
    ("match", &["flow.switch", "string.match_regex"]),
    ("sequence", &["flow.sequential"]),
    ("for", &["flow.for_loop"]),
    ("repeat", &["flow.for_loop"]),
    ("foreach", &["flow.for_each_loop"]),
    ("while", &["flow.while_loop"]),
    ("flipflop", &["flow.toggle"]),
    ("doonce", &["flow.once"]),
    ("change", &["variable.set"]),
    ("set", &["variable.set"]),
    ("get", &["variable.get"]),
    ("delay", &["timer.start_timeout"]),
    ("sleep", &["timer.start_timeout"]),
    ("wait", &["timer.start_timeout"]),
    ("timeout", &["timer.start_timeout"]),
    ("settimeout", &["timer.start_timeout"]),
    ("cleartimeout", &["timer.cancel_timeout"]),
    ("interval", &["timer.start_interval"]),
    ("setinterval", &["timer.start_interval"]),
    ("settimerbyevent", &["timer.start_interval"]),
    ("clearinterval", &["timer.stop_interval"]),
    ("cleartimer", &["timer.stop_interval"]),
    ("start", &["event.initialize"]),
    ("init", &["event.initialize"]),
    ("beginplay", &["event.initialize"]),
    ("eventbeginplay", &["event.initialize"]),
    ("endplay", &["event.shutdown"]),
    ("linkin", &["event.listener"]),
    ("customevent", &["event.listener"]),
    ("linkout", &["event.trigger"]),
    ("emit", &["event.trigger"]),
    ("catch", &["event.error"]),
    ("template", &["string.format"]),
    ("formattext", &["string.format"]),
    ("append", &["array.push", "string.concat"]),
    ("add", &["math.add", "array.push"]),
    ("plus", &["math.add"]),
    ("minus", &["math.subtract"]),
    ("times", &["math.multiply"]),
    ("range", &["math.range_mapper"]),
    ("maprange", &["math.range_mapper"]),
    ("lerp", &["math.interpolate"]),
    ("len", &["array.length", "string.length", "dictionary.size"]),
    ("size", &["array.length", "string.length", "dictionary.size"]),
    ("count", &["array.length", "string.length", "dictionary.size"]),
    ("length", &["array.length", "string.length", "dictionary.size"]),
    ("remove", &["array.remove", "dictionary.erase"]),
    ("delete", &["array.remove", "dictionary.erase"]),
    ("includes", &["array.contains", "string.contains"]),
    ("contains", &["array.contains", "string.contains", "dictionary.has"]),
    ("find", &["array.find", "string.index_of"]),
    ("substring", &["string.slice"]),
    ("touppercase", &["string.upper"]),
    ("tolowercase", &["string.lower"]),
    ("parse", &["json.parse"]),
    ("fromjson", &["json.parse"]),
    ("stringify", &["json.stringify"]),
    ("tojson", &["json.stringify"]),
    ("equals", &["compare.is_equal"]),
    ("equal", &["compare.is_equal"]),
    ("not", &["logic.negate"]),
    ("cast", &["convert.conversion"]),
    ("typeof", &["convert.type_of"]),
    ("date", &["time.now"]),
    ("timestamp", &["time.now"]),
    ("quit", &["program.exit"]),
    ("websocketin", &["websocket.on_receive", "websocket.on_server_receive"]),
    ("websocketout", &["websocket.client_send", "websocket.server_send"]),
    ("send", &["websocket.client_send", "websocket.server_send"]),
    ("receive", &["websocket.on_receive", "websocket.on_server_receive"]),
];

impl Toolbox {
    /// The node types that an unknown one probably means: near in letters, of the same title, or what another tool calls
    /// so. None of them when that would be a guess.
    #[must_use]
    pub fn similar(&self, id: &str) -> Vec<&str> {
        let (written, name) = (plain(id), plain(name_of(id)));
        let all = self.list();
        let ids = all.iter().map(|tool| tool.node_type.info.id.as_str());
        let known_word: Vec<&str> = self.synonyms(&written).collect();
        if !known_word.is_empty() {
            return known_word;
        }
        let same_title = all.iter().filter(|tool| plain(&tool.node_type.info.title) == written);
        if let Some(tool) = same_title.map(|tool| tool.node_type.info.id.as_str()).next() {
            return vec![tool];
        }
        let nearest = ids.clone().filter_map(|known| Some((distance(id, known)?, known))).min();
        if let Some((_, known)) = nearest {
            return vec![known];
        }
        let of_group: Vec<&str> =
            self.synonyms(&name).filter(|known| group(known) == group(id)).collect();
        if !of_group.is_empty() {
            return of_group;
        }
        let is_group_known = ids.clone().any(|known| group(known) == group(id));
        if is_group_known && id.contains('.') {
            return Vec::new();
        }
        let named: Vec<&str> = ids.filter(|known| plain(name_of(known)) == name).collect();
        match named.len() {
            1 => named,
            _ => self.synonyms(&name).collect(),
        }
    }

    fn synonyms(&self, word: &str) -> impl Iterator<Item = &'static str> {
        let entry = SYNONYMS.iter().find(|(synonym, _)| *synonym == word);
        entry.into_iter().flat_map(|(_, ids)| *ids).copied().filter(|id| self.get(id).is_some())
    }
}

/// How many letters differ; none when these are too many, in the group or in the name.
fn distance(written: &str, known: &str) -> Option<usize> {
    let (at, name) = written.split_once('.')?;
    Some(near(at, group(known))? + near(name, name_of(known))?)
}

fn name_of(id: &str) -> &str {
    id.split_once('.').map_or(id, |(_, name)| name)
}

fn plain(text: &str) -> String {
    let letters = text.chars().filter(|letter| letter.is_alphanumeric() || *letter == '.');
    letters.flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_near_or_known_is_suggested() {
        let toolbox = Toolbox::built_in();
        let cases: [(&str, &[&str]); 18] = [
            ("consol.print", &["console.print"]),
            ("math.ad", &["math.add"]),
            ("Math.Add", &["math.add"]),
            ("dictionary.remove", &["dictionary.erase"]),
            ("array.delete", &["array.remove"]),
            ("timer.interval", &["timer.start_interval"]),
            ("For Each Loop", &["flow.for_each_loop"]),
            ("debug", &["console.print"]),
            ("inject", &["timer.start_interval", "event.initialize"]),
            ("if", &["flow.branch"]),
            ("length", &["array.length", "string.length", "dictionary.size"]),
            ("utils.delay", &["timer.start_timeout"]),
            ("PrintString", &["console.print"]),
            ("sort", &["array.sort"]),
            ("dictionary.shuffle", &[]),
            ("array.xyz", &[]),
            ("nothing", &[]),
            ("mqtt.publish", &[]),
        ];
        for (id, wanted) in cases {
            assert_eq!(toolbox.similar(id), wanted, "{id}");
        }
    }

    #[test]
    fn every_built_in_type_of_the_table_exists() {
        let toolbox = Toolbox::built_in();
        for id in SYNONYMS.iter().flat_map(|(_, ids)| *ids) {
            assert!(group(id) == "websocket" || toolbox.get(id).is_some(), "{id}");
        }
    }
}
