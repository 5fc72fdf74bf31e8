//! Strings.

mod capitalize;
mod char_code_at;
mod compare;
mod concat;
mod contains;
mod ends_with;
mod flatten;
mod format;
mod format_array;
mod index_of;
mod is_lower;
mod is_upper;
mod join;
mod last_index_of;
mod length;
mod lower;
mod match_regex;
mod padding;
mod padding_left;
mod padding_right;
mod pattern;
mod positions;
mod random_string;
mod regular_expression;
mod remove_characters;
mod replace;
mod replace_regex;
mod reverse;
mod slice;
mod split;
mod starts_with;
mod trim;
mod trim_left;
mod trim_right;
mod upper;
mod value;

use pulsewire_plugin::NodeType;

pub(crate) fn node_types() -> Vec<NodeType> {
    vec![
        value::node_type(),
        concat::node_type(),
        format::node_type(),
        format_array::node_type(),
        contains::node_type(),
        starts_with::node_type(),
        ends_with::node_type(),
        index_of::node_type(),
        last_index_of::node_type(),
        match_regex::node_type(),
        slice::node_type(),
        split::node_type(),
        join::node_type(),
        length::node_type(),
        compare::node_type(),
        char_code_at::node_type(),
        is_lower::node_type(),
        is_upper::node_type(),
        lower::node_type(),
        upper::node_type(),
        capitalize::node_type(),
        replace::node_type(),
        replace_regex::node_type(),
        remove_characters::node_type(),
        trim::node_type(),
        trim_left::node_type(),
        trim_right::node_type(),
        padding_left::node_type(),
        padding_right::node_type(),
        reverse::node_type(),
        flatten::node_type(),
        random_string::node_type(),
    ]
}
