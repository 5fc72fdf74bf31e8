//! CSV (RFC 4180).

use crate::types;
use csv::{ReaderBuilder, StringRecord, Terminator, WriterBuilder};
use pulsewire_plugin::{Array, Dictionary, Text, Value};
use std::collections::HashSet;

/// How rows are written.
#[derive(Clone, Copy, Debug)]
pub(super) struct Layout {
    /// The first row names the columns.
    pub(super) header: bool,
    pub(super) delimiter: u8,
}

/// The rows of a text: Dictionaries by the names in the header, or Arrays.
pub(super) fn decode(text: &str, layout: Layout) -> Result<Value, String> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut reader = ReaderBuilder::new();
    reader.has_headers(layout.header).delimiter(layout.delimiter);
    let mut reader = reader.from_reader(text.as_bytes());
    let names = match layout.header {
        true => Some(names(reader.headers().map_err(|why| why.to_string())?)?),
        false => None,
    };
    let (mut rows, mut record) = (Vec::new(), StringRecord::new());
    while reader.read_record(&mut record).map_err(|why| why.to_string())? {
        let values = record.iter().map(Value::text);
        rows.push(match &names {
            Some(names) => names.iter().cloned().zip(values).collect::<Dictionary>().into(),
            None => values.collect::<Array>().into(),
        });
    }
    Ok(Value::Array(Array::from(rows)))
}

fn names(header: &StringRecord) -> Result<Vec<Text>, String> {
    let mut known = HashSet::new();
    match header.iter().find(|name| !known.insert(*name)) {
        Some(twice) => Err(format!("the header has {twice:?} twice")),
        None => Ok(header.iter().map(Text::from).collect()),
    }
}

/// The text of rows: Dictionaries, whose names together are the columns, or Arrays.
pub(super) fn encode(rows: &Array, layout: Layout) -> Result<String, String> {
    let mut writer = WriterBuilder::new();
    writer.delimiter(layout.delimiter).terminator(Terminator::CRLF).flexible(true);
    let mut writer = writer.from_writer(Vec::new());
    let columns = columns(rows);
    if layout.header && !columns.is_empty() {
        writer
            .write_record(columns.iter().map(|name| name.as_bytes()))
            .map_err(|why| why.to_string())?;
    }
    for (at, row) in rows.iter().enumerate() {
        let fields: Vec<String> = match row {
            Value::Array(values) if columns.is_empty() => values.iter().map(field).collect(),
            Value::Dictionary(values) => {
                columns.iter().map(|name| values.get(name).map(field).unwrap_or_default()).collect()
            }
            other => {
                let found = types::with_article(types::name(other));
                let why = "all rows must be Dictionaries, or all Arrays";
                return Err(format!("row {} is {found}: {why}", at + 1));
            }
        };
        writer.write_record(&fields).map_err(|why| why.to_string())?;
    }
    let bytes = writer.into_inner().map_err(|why| why.to_string())?;
    String::from_utf8(bytes).map_err(|why| why.to_string())
}

/// The names of all Dictionaries, in the order in which they come first.
fn columns(rows: &Array) -> Vec<&Text> {
    let (mut known, mut columns) = (HashSet::new(), Vec::new());
    for row in rows {
        let Value::Dictionary(values) = row else { continue };
        columns
            .extend(values.iter().map(|(name, _)| name).filter(|name| known.insert(name.as_str())));
    }
    columns
}

fn field(value: &Value) -> String {
    if *value == Value::Null { String::new() } else { value.to_string() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use pulsewire_plugin::parse_json;

    const LAYOUT: Layout = Layout { header: true, delimiter: b',' };

    fn read(text: &str, layout: Layout) -> String {
        decode(text, layout).map_or_else(|why| why, |rows| rows.to_string())
    }

    fn written(rows: &str, layout: Layout) -> String {
        let Value::Array(rows) = parse_json(rows).unwrap() else { panic!() };
        encode(&rows, layout).unwrap_or_else(|why| why)
    }

    #[test]
    fn quotes_line_breaks_and_delimiters_survive() {
        let rows = r#"[{"a":"x, \"y\"","b":"1\r\n2"},{"a":"","b":" é "}]"#;
        let text = written(rows, LAYOUT);
        assert_eq!(text, "a,b\r\n\"x, \"\"y\"\"\",\"1\r\n2\"\r\n, é \r\n");
        assert_eq!(read(&text, LAYOUT), rows);
        let semicolon = Layout { header: false, delimiter: b';' };
        assert_eq!(written(r#"[["a;b",1,2.5,null,true]]"#, semicolon), "\"a;b\";1;2.5;;true\r\n");
        assert_eq!(read("\u{feff}a;b\n\nc;d", semicolon), r#"[["a","b"],["c","d"]]"#);
        assert_eq!(read("", LAYOUT), "[]");
        assert_eq!(written("[]", LAYOUT), "");
    }

    #[test]
    fn the_columns_are_those_of_all_rows() {
        assert_eq!(written(r#"[{"b":1},{"a":2,"b":3}]"#, LAYOUT), "b,a\r\n1,\r\n3,2\r\n");
        let rows = Layout { header: false, ..LAYOUT };
        assert_eq!(written(r#"[{"b":1}]"#, rows), "1\r\n");
        assert!(written("[{\"a\":1},[1]]", LAYOUT).starts_with("row 2 is an Array"));
        assert!(written("[[1],5]", LAYOUT).starts_with("row 2 is an Int"));
    }

    #[test]
    fn mistakes_say_where() {
        let found = read("a,b\r\n1,2\r\n3\r\n", LAYOUT);
        assert!(found.contains("record 2"), "{found}");
        assert_eq!(read("a,a\r\n1,2", LAYOUT), "the header has \"a\" twice");
    }
}
