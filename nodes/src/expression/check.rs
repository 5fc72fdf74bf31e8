//! What of an expression can be found wrong before the run: names, functions and nesting.

use cel::common::ast::{CallExpr, ComprehensionExpr, EntryExpr, Expr, IdedEntryExpr};
use cel::parser::Expression;

/// A name in an expression that means nothing, or what else is wrong; `id` is the part of the expression.
#[derive(Debug)]
pub(super) struct Finding {
    pub(super) id: u64,
    pub(super) why: String,
}

/// What evaluating an expression costs in loops.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Cost {
    /// There are loops: `map`, `filter`, `all`, `exists`, `exists_one`.
    pub(super) loops: bool,
    /// There are operations that take longer the larger the values are.
    pub(super) grows: bool,
    /// How many regular expressions there are.
    pub(super) patterns: u64,
}

/// Deeper expressions are refused: evaluating one is recursive.
const MAX_DEPTH: usize = 24;

/// Names of types, which can be compared with `type(x)`.
const TYPES: [&str; 9] =
    ["bool", "bytes", "double", "int", "list", "map", "null_type", "string", "uint"];

/// Functions. Those of CEL and its extensions whose results may be much larger than their arguments are left out.
const FUNCTIONS: [&str; 57] = [
    "size",
    "contains",
    "startsWith",
    "endsWith",
    "matches",
    "int",
    "uint",
    "double",
    "string",
    "bytes",
    "bool",
    "type",
    "dyn",
    "min",
    "max",
    "charAt",
    "indexOf",
    "lastIndexOf",
    "lowerAscii",
    "upperAscii",
    "reverse",
    "split",
    "substring",
    "trim",
    "strings.quote",
    "math.greatest",
    "math.least",
    "math.abs",
    "math.sign",
    "math.ceil",
    "math.floor",
    "math.round",
    "math.trunc",
    "math.sqrt",
    "math.isNaN",
    "math.isInf",
    "math.isFinite",
    "math.bitAnd",
    "math.bitOr",
    "math.bitXor",
    "math.bitNot",
    "math.bitShiftLeft",
    "math.bitShiftRight",
    "optional.of",
    "optional.none",
    "optional.ofNonZeroValue",
    "hasValue",
    "value",
    "orValue",
    "or",
    "optMap",
    "optFlatMap",
    "@not_strictly_false",
    "@in",
    "has",
    "math.@max",
    "math.@min",
];

/// Operations that take the same time whatever the values are.
const CONSTANT: [&str; 14] = [
    "_?_:_",
    "_&&_",
    "_||_",
    "!_",
    "_-_",
    "_*_",
    "_/_",
    "_%_",
    "_>=_",
    "_<=_",
    "_>_",
    "_<_",
    "-_",
    "@not_strictly_false",
];

/// `map` and `filter` append to their result in place.
fn appends(call: &CallExpr) -> bool {
    let first = call.args.first().map(|argument| &argument.expr);
    matches!(first, Some(Expr::Ident(name)) if name.starts_with('@'))
}

/// Walks an expression.
pub(super) struct Walk<'a> {
    /// The names of the inputs, then those of the loops around.
    names: Vec<String>,
    pub(super) cost: Cost,
    pub(super) finding: Option<Finding>,
    /// Called for what each loop goes over.
    range: &'a dyn Fn(&mut Expression),
}

impl<'a> Walk<'a> {
    pub(super) fn new(inputs: &[&str], range: &'a dyn Fn(&mut Expression)) -> Self {
        let names = inputs.iter().map(|&name| name.to_owned()).collect();
        Self { names, cost: Cost::default(), finding: None, range }
    }

    pub(super) fn walk(&mut self, expression: &mut Expression, depth: usize) {
        if depth > MAX_DEPTH {
            self.find(expression.id, format!("is nested more than {MAX_DEPTH} levels deep here"));
            return;
        }
        let (id, deeper) = (expression.id, depth + 1);
        match &mut expression.expr {
            Expr::Unspecified | Expr::Literal(_) => {}
            Expr::Ident(name) => self.name(id, name),
            Expr::Call(call) => self.call(id, call, deeper),
            Expr::List(list) => list.elements.iter_mut().for_each(|one| self.walk(one, deeper)),
            Expr::Select(select) => self.walk(&mut select.operand, deeper),
            Expr::Map(map) => self.entries(&mut map.entries, deeper),
            Expr::Comprehension(comprehension) => self.comprehension(comprehension, deeper),
            Expr::Struct(object) => {
                self.find(id, format!("there is no type {}", object.type_name));
            }
        }
    }

    fn find(&mut self, id: u64, why: String) {
        self.finding.get_or_insert(Finding { id, why });
    }

    fn name(&mut self, id: u64, name: &str) {
        let known = self.names.iter().any(|one| one == name) || TYPES.contains(&name);
        if !known {
            let inputs: Vec<&str> = self.names.iter().map(String::as_str).collect();
            let has = if inputs.is_empty() { "none".to_owned() } else { inputs.join(", ") };
            self.find(id, format!("there is no input {name:?}; `inputs` has {has}"));
        }
    }

    fn call(&mut self, id: u64, call: &mut CallExpr, depth: usize) {
        let mut function = call.func_name.clone();
        let space = call.target.as_deref().and_then(|target| match &target.expr {
            Expr::Ident(name) if !self.names.contains(name) => Some(name.clone()),
            _ => None,
        });
        match (space, call.target.as_deref_mut()) {
            (Some(space), _) => function = format!("{space}.{function}"),
            (None, Some(target)) => self.walk(target, depth),
            (None, None) => {}
        }
        let operator = function.starts_with(['_', '!', '-']);
        if !operator && !FUNCTIONS.contains(&function.as_str()) {
            self.find(id, format!("there is no function {function}"));
        }
        self.cost.patterns += u64::from(function == "matches");
        self.cost.grows |= !CONSTANT.contains(&function.as_str()) && !appends(call);
        call.args.iter_mut().for_each(|argument| self.walk(argument, depth));
    }

    fn entries(&mut self, entries: &mut [IdedEntryExpr], depth: usize) {
        for entry in entries {
            match &mut entry.expr {
                EntryExpr::MapEntry(entry) => {
                    self.walk(&mut entry.key, depth);
                    self.walk(&mut entry.value, depth);
                }
                EntryExpr::StructField(field) => self.walk(&mut field.value, depth),
            }
        }
    }

    fn comprehension(&mut self, one: &mut ComprehensionExpr, depth: usize) {
        self.cost.loops = true;
        self.walk(&mut one.iter_range, depth);
        (self.range)(&mut one.iter_range);
        self.walk(&mut one.accu_init, depth);
        let before = self.names.len();
        self.names.extend([one.iter_var.clone(), one.accu_var.clone()]);
        self.names.extend(one.iter_var2.clone());
        self.walk(&mut one.loop_cond, depth);
        self.walk(&mut one.loop_step, depth);
        self.walk(&mut one.result, depth);
        self.names.truncate(before);
    }
}
