//! A parsed expression, and how it is evaluated within a limit.

use super::check::{Cost, Walk};
use super::values::{from_cel, to_cel};
use cel::common::ast::{CallExpr, Expr, SourceInfo};
use cel::common::types::DYN_TYPE;
use cel::common::value::{CowVal, Val};
use cel::context::VariableResolver;
use cel::parser::Expression;
use cel::{Context, Env, ExecutionError, ParseErrors, extensions};
use pulsewire_plugin::Value;
use std::cell::Cell;
use std::sync::{Arc, LazyLock};
use std::{io, thread};

/// Longer expressions are refused.
const MAX_LENGTH: usize = 2048;
/// The parser is recursive and takes up to 100 KB of the stack for each level, so it gets a stack of its own.
const MAX_PARSE_DEPTH: u16 = 32;
const PARSE_STACK: usize = 256 << 20;

/// Longer messages are cut.
const MAX_MESSAGE: usize = 200;

/// What all loops of one evaluation may cost: a million rounds, or fewer when a round takes longer.
const BUDGET: u64 = 100_000_000;
const ROUND: u64 = 100;
const PATTERN: u64 = 20_000;

/// The function that each loop calls with what it goes over. No expression can name it.
const CHARGE: &str = "@charge";

thread_local! {
    /// What is left of the budget, and the cost of a round.
    static LEFT: Cell<(u64, u64)> = const { Cell::new((0, 0)) };
}

static ENVIRONMENT: LazyLock<Arc<Env>> = LazyLock::new(|| {
    let mut environment = Env::stdlib();
    // A test evaluates each; none has a function that another has.
    let _ = environment.add_extension(extensions::strings);
    let _ = environment.add_extension(extensions::math);
    let _ = environment.add_overload(CHARGE, "charge", vec![DYN_TYPE], charge);
    Arc::new(environment)
});

/// A parsed and checked expression.
#[derive(Debug)]
pub(super) struct Program {
    expression: Expression,
    inputs: Vec<String>,
    cost: Cost,
    source: SourceInfo,
}

/// Why an expression has no value.
#[derive(Debug, PartialEq)]
pub(super) enum Failure {
    /// Its loops go over too much.
    TooCostly,
    /// No function or operator takes values of these types; the function's name.
    NoOverload(String, String),
    /// Anything else, in words.
    Other(String),
}

/// The values of the inputs by name.
struct Inputs<'a> {
    names: &'a [String],
    values: Vec<Box<dyn Val + 'a>>,
}

impl VariableResolver for Inputs<'_> {
    fn resolve<'b>(&'b self, name: &str) -> Option<CowVal<'b, 'b>> {
        let at = self.names.iter().position(|known| known == name)?;
        Some(CowVal::Borrowed(self.values[at].as_ref()))
    }
}

impl Program {
    /// Parses an expression over inputs of these names.
    ///
    /// # Errors
    /// What is wrong, and at which character.
    pub(super) fn parse(text: &str, inputs: &[&str]) -> Result<Self, String> {
        if text.len() > MAX_LENGTH {
            return Err(format!("the expression is longer than {MAX_LENGTH} bytes"));
        }
        let parsed = thread::scope(|scope| {
            let parser = thread::Builder::new().stack_size(PARSE_STACK);
            let parser = parser.spawn_scoped(scope, || Self::parse_here(text, inputs))?;
            Ok(parser.join())
        });
        let failed = |why: io::Error| format!("the expression cannot be parsed: {why}");
        let crashed = |_| "the expression cannot be parsed: its parser panics".to_owned();
        parsed.map_err(failed)?.map_err(crashed)?
    }

    fn parse_here(text: &str, inputs: &[&str]) -> Result<Self, String> {
        let parser = ENVIRONMENT.parser().max_recursion_depth(MAX_PARSE_DEPTH);
        let parsed = parser.parse_with_source_info(text);
        let (mut expression, source) = parsed.map_err(|errors| syntax(text, &errors))?;
        let mut walk = Walk::new(inputs, &charge_range);
        walk.walk(&mut expression, 0);
        let (cost, finding) = (walk.cost, walk.finding);
        let inputs = inputs.iter().map(|&name| name.to_owned()).collect();
        let program = Self { expression, inputs, cost, source };
        match finding {
            Some(finding) => Err(program.place(finding.id, &finding.why)),
            None => Ok(program),
        }
    }

    /// The value of the expression with these inputs.
    pub(super) fn evaluate<'a>(
        &'a self,
        input: impl Fn(usize) -> &'a Value,
    ) -> Result<Value, Failure> {
        let mut volume = 0;
        let values = (0..self.inputs.len()).map(|at| to_cel(input(at), &mut volume)).collect();
        let inputs = Inputs { names: &self.inputs, values };
        if self.cost.loops {
            let growing = if self.cost.grows { volume } else { 0 };
            LEFT.set((BUDGET, ROUND + growing + self.cost.patterns * PATTERN));
        }
        let mut context = Context::with_env(ENVIRONMENT.clone());
        context.set_variable_resolver(&inputs);
        let result = cel::Value::resolve_val(&self.expression, &context);
        if self.cost.loops && LEFT.get().0 == 0 {
            return Err(Failure::TooCostly);
        }
        from_cel(result.map_err(failure)?.as_ref()).map_err(Failure::Other)
    }

    /// A message about the first use of a function.
    pub(super) fn place_of_function(&self, function: &str, why: &str) -> String {
        let mut found = None;
        let expression = self.expression.clone();
        find_call(&expression, function, &mut found);
        found.map_or_else(|| why.to_owned(), |id| self.place(id, why))
    }

    fn place(&self, id: u64, why: &str) -> String {
        match self.source.offset_for(id) {
            Some((start, _)) => at_character(start as usize + 1, why),
            None => format!("the expression is wrong: {why}"),
        }
    }
}

fn at_character(at: usize, why: &str) -> String {
    format!("the expression is wrong at character {at}: {why}")
}

fn syntax(text: &str, errors: &ParseErrors) -> String {
    let Some(first) = errors.errors.first() else { return "is no expression".to_owned() };
    let line = usize::try_from(first.pos.0 - 1).unwrap_or(0);
    let before: usize =
        text.split_inclusive('\n').take(line).map(|line| line.chars().count()).sum();
    let at = before + usize::try_from(first.pos.1).unwrap_or(1).max(1);
    match first.msg.contains("Recursion limit") {
        true => at_character(at, "is nested too deeply here"),
        false => at_character(at, &first.msg),
    }
}

/// Lets a loop pay for its rounds before it begins.
fn charge_range(range: &mut Expression) {
    let id = range.id;
    let args = vec![std::mem::take(range)];
    let call = CallExpr { func_name: CHARGE.to_owned(), target: None, args };
    *range = Expression { id, expr: Expr::Call(call) };
}

fn charge<'b, 'v>(mut args: Vec<CowVal<'b, 'v>>) -> Result<CowVal<'b, 'v>, ExecutionError> {
    let Some(range) = args.pop() else { return Err(ExecutionError::MissingArgumentOrTarget) };
    let rounds = range.as_sizer().map_or(0, |sizer| *sizer.size().inner());
    let (left, round) = LEFT.get();
    let cost = u64::try_from(rounds).unwrap_or(0).saturating_mul(round);
    LEFT.set((left.saturating_sub(cost), round));
    if left <= cost {
        return Err(ExecutionError::function_error(CHARGE, "too costly"));
    }
    Ok(range)
}

#[cold]
fn failure(error: ExecutionError) -> Failure {
    match error {
        ExecutionError::NoSuchOverload(why) => {
            Failure::NoOverload(why.function().to_owned(), why.to_string())
        }
        ExecutionError::UnsupportedBinaryOperator(operator, left, right) => {
            let sign = sign(operator);
            let why = format!("{sign} does not take {} and {}", left.type_of(), right.type_of());
            Failure::NoOverload(format!("_{sign}_"), why)
        }
        // The message may contain whole values.
        other => Failure::Other(other.to_string().chars().take(MAX_MESSAGE).collect()),
    }
}

fn sign(operator: &str) -> &str {
    match operator {
        "add" => "+",
        "sub" => "-",
        "mul" => "*",
        "div" => "/",
        "rem" => "%",
        other => other,
    }
}

/// The id of the first call of `function`.
fn find_call(expression: &Expression, function: &str, found: &mut Option<u64>) {
    let each = |parts: &[Expression], found: &mut Option<u64>| {
        parts.iter().for_each(|part| find_call(part, function, found));
    };
    match &expression.expr {
        Expr::Call(call) => {
            if call.func_name == function {
                found.get_or_insert(expression.id);
            }
            if let Some(target) = &call.target {
                find_call(target, function, found);
            }
            each(&call.args, found);
        }
        Expr::List(list) => each(&list.elements, found),
        Expr::Select(select) => find_call(&select.operand, function, found),
        Expr::Comprehension(one) => {
            find_call(&one.iter_range, function, found);
            find_call(&one.loop_step, function, found);
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What can be nested or repeated, as often as an expression has room for.
    #[test]
    fn neither_parsing_nor_evaluating_exhausts_the_stack() {
        for (before, middle, after) in [
            ("1+", "1", ""),
            ("(", "1", ")"),
            ("[", "1", "]"),
            ("{1:", "1", "}"),
            ("!", "a", ""),
            ("-", "a", ""),
            ("", "a", ".b"),
            ("", "a", "[0]"),
            ("a?a:", "a", ""),
            ("a&&", "a", ""),
            ("a<", "a", ""),
            ("size(", "a", ")"),
            ("[1].map(x,", "a", ")"),
        ] {
            let most = (MAX_LENGTH - 1) / (before.len() + after.len());
            for count in [2, 5, 10, 15, 23, 31, most] {
                let text = before.repeat(count) + middle + &after.repeat(count);
                if let Ok(program) = Program::parse(&text, &["a"]) {
                    let _ = program.evaluate(|_| &Value::Bool(true));
                }
            }
        }
    }
}
