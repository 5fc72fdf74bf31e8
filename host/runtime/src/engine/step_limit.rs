/// How many of the last steps before the limit are recorded to name the cycle.
const TRACED: u64 = 256;

/// Counts the steps of an event, and stops one that takes too many.
pub(super) struct StepLimit {
    steps: u64,
    most: u64,
    /// The last nodes of an event that comes near the limit.
    trace: Vec<u32>,
}

impl StepLimit {
    /// A limit of so many steps for each event.
    pub(super) fn new(most: u64) -> Self {
        Self { steps: 0, most, trace: Vec::new() }
    }

    /// Begins with the next event.
    pub(super) fn restart(&mut self) {
        self.steps = 0;
        self.trace.clear();
    }

    /// Counts a step. Returns true when it is one too many.
    #[inline]
    pub(super) fn exceeded_by(&mut self, node: u32) -> bool {
        self.steps += 1;
        self.steps + TRACED > self.most && self.near_limit(node)
    }

    #[cold]
    fn near_limit(&mut self, node: u32) -> bool {
        if self.steps > self.most {
            return true;
        }
        self.trace.push(node);
        false
    }

    /// Why an event was stopped; `name` gives the name of a node.
    pub(super) fn message<'a>(&self, name: impl Fn(u32) -> &'a str) -> String {
        let names: Vec<&str> = repeated_cycle(&self.trace).into_iter().map(name).collect();
        format!(
            "one event took more than {} steps and was stopped; it went round {}: break the circle, or raise \
             limits.steps in project.json",
            self.most,
            names.join(" -> ")
        )
    }
}

/// The shortest sequence that the end of `trace` repeats, from its first node back to that node; all of `trace` when
/// nothing repeats.
fn repeated_cycle(trace: &[u32]) -> Vec<u32> {
    let repeats = |len: &usize| {
        let (rest, last) = trace.split_at(trace.len() - len);
        rest.ends_with(last)
    };
    let len = (1..=trace.len() / 2).find(repeats).unwrap_or(trace.len());
    let mut cycle = trace[trace.len() - len..].to_vec();
    cycle.extend(cycle.first().copied());
    cycle
}

#[cfg(test)]
mod tests {
    use super::repeated_cycle;

    #[test]
    fn the_shortest_repeated_sequence_is_the_cycle() {
        assert_eq!(repeated_cycle(&[9, 1, 2, 3, 1, 2, 3]), [1, 2, 3, 1]);
        assert_eq!(repeated_cycle(&[7, 7, 7]), [7, 7]);
        assert_eq!(repeated_cycle(&[1, 2]), [1, 2, 1]);
    }
}
