use crate::diagnostics::{Diagnostic, Location, Report, join};
use crate::function::{Defect, Function};
use std::collections::HashMap;

/// How many functions may be inside each other.
const MOST_DEPTH: usize = 32;

/// A function, by its place, and the name of a node: of the function, or by which it is used.
type Step<'a> = (usize, &'a str);

/// Which functions use which.
pub(super) struct Uses<'a> {
    functions: &'a [Function],
    /// For each function its uses of others: the place of the other, and the name of the node.
    of: Vec<Vec<Step<'a>>>,
}

impl<'a> Uses<'a> {
    pub(super) fn new(functions: &'a [Function]) -> Self {
        let ids: HashMap<String, usize> = functions.iter().map(Function::id).zip(0..).collect();
        let of = functions.iter().map(|function| {
            let nodes = function.body.logic.nodes.0.iter();
            let uses =
                nodes.filter_map(|(name, node)| Some((*ids.get(&node.node_type)?, name.as_str())));
            uses.collect()
        });
        Self { functions, of: of.collect() }
    }

    /// Functions that come back to themselves: each circle once.
    pub(super) fn circles(
        &self,
        defects: &mut HashMap<String, Defect>,
        report: &Report,
    ) -> Vec<Diagnostic> {
        let (mut done, mut found) = (vec![false; self.functions.len()], Vec::new());
        for start in 0..self.functions.len() {
            let mut path = Vec::new();
            self.walk(start, &mut path, &mut done, &mut |circle: &[Step<'_>]| {
                for (function, _) in circle {
                    defects.insert(self.functions[*function].id(), Defect::Mistakes);
                }
                found.push(self.circle(circle, report));
            });
        }
        found
    }

    /// Walks along the uses without recursion: `path` holds each function with the use by which the walk goes on.
    fn walk(
        &self,
        start: usize,
        path: &mut Vec<(usize, usize)>,
        done: &mut [bool],
        found: &mut dyn FnMut(&[Step<'a>]),
    ) {
        if !done[start] {
            path.push((start, 0));
        }
        while let Some((function, next)) = path.last_mut() {
            let (at, use_of) = (*function, *next);
            *next += 1;
            let Some((other, _)) = self.of[at].get(use_of) else {
                done[at] = true;
                path.pop();
                continue;
            };
            match path.iter().position(|(on_path, _)| on_path == other) {
                Some(begin) => {
                    let circle: Vec<_> = (path[begin..].iter())
                        .map(|(function, next)| (*function, self.of[*function][next - 1].1))
                        .collect();
                    found(&circle);
                }
                None if !done[*other] => path.push((*other, 0)),
                None => {}
            }
        }
    }

    fn circle(&self, circle: &[Step<'_>], report: &Report) -> Diagnostic {
        let first = &self.functions[circle[0].0];
        let steps = circle.iter().map(|(function, node)| {
            let function = &self.functions[*function];
            let place = report.place_of(&self.location(function, node));
            format!("{} (node `{node}`, {place})", function.name)
        });
        let chain: Vec<String> = steps.chain([first.name.clone()]).collect();
        let message = format!("a function cannot come back to itself: {}", chain.join(" -> "));
        let location = self.location(first, circle[0].1);
        let help = "remove one of these nodes; While Loop repeats nodes".to_owned();
        Diagnostic::error("function_circle", message, location).with_help(help)
    }

    fn location(&self, function: &Function, node: &str) -> Location {
        Location::value(&function.file, format!("{}/type", join("/nodes", node)))
    }

    /// Functions with too many others inside each other.
    pub(super) fn too_deep(&self, defects: &mut HashMap<String, Defect>) -> Vec<Diagnostic> {
        let mut depth: Vec<usize> = vec![1; self.functions.len()];
        // Each round looks one function deeper; a function in a circle was reported.
        for _ in 0..MOST_DEPTH {
            for at in 0..depth.len() {
                let deepest = self.of[at].iter().map(|(other, _)| depth[*other] + 1).max();
                depth[at] = deepest.unwrap_or(1).min(MOST_DEPTH + 1);
            }
        }
        let mut found = Vec::new();
        for (function, uses) in self.functions.iter().zip(&self.of) {
            let too_deep = uses.iter().find(|(other, _)| depth[*other] == MOST_DEPTH);
            let Some((_, node)) = too_deep.filter(|_| !defects.contains_key(&function.id())) else {
                continue;
            };
            let message = format!(
                "function `{}` has more than {MOST_DEPTH} functions inside each other",
                function.name
            );
            let help = "put the nodes of one of them in its place".to_owned();
            let location = self.location(function, node);
            found.push(Diagnostic::error("functions_too_deep", message, location).with_help(help));
            defects.insert(function.id(), Defect::Mistakes);
        }
        found
    }

    /// A function that uses one with a defect has the same defect.
    pub(super) fn spread(&self, defects: &mut HashMap<String, Defect>) {
        loop {
            let before = defects.len();
            for (function, uses) in self.functions.iter().zip(&self.of) {
                let of_others = uses.iter().map(|(other, _)| self.functions[*other].id());
                let defect = of_others.filter_map(|id| defects.get(&id)).next().cloned();
                if let (Some(defect), false) = (defect, defects.contains_key(&function.id())) {
                    defects.insert(function.id(), defect);
                }
            }
            if defects.len() == before {
                return;
            }
        }
    }
}
