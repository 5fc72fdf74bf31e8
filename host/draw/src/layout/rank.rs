/// The column of each of `count` boxes: one more than that of the last box that leads to it, over `links` from
/// box to box. Links that close a cycle do not count. A box that `floats` goes right, beside the first it leads to.
pub(super) fn ranks(count: usize, links: &[(usize, usize)], floats: &[bool]) -> Vec<usize> {
    let mut next = vec![Vec::new(); count];
    for &(from, to) in links {
        next[from].push(to);
    }
    let order = open_cycles(&mut next, links);
    let mut ranks = vec![0; count];
    for &from in &order {
        for &to in &next[from] {
            ranks[to] = ranks[to].max(ranks[from] + 1);
        }
    }
    for &from in order.iter().rev().filter(|from| floats[**from]) {
        if let Some(first) = next[from].iter().map(|to| ranks[*to]).min() {
            ranks[from] = first - 1;
        }
    }
    ranks
}

/// Removes the links that close cycles and returns the boxes in topological order.
fn open_cycles(next: &mut [Vec<usize>], links: &[(usize, usize)]) -> Vec<usize> {
    let mut is_led_to = vec![false; next.len()];
    links.iter().for_each(|&(_, to)| is_led_to[to] = true);
    let (sources, rest): (Vec<usize>, Vec<usize>) = (0..next.len()).partition(|at| !is_led_to[*at]);
    let mut search = Search { state: vec![State::New; next.len()], done: Vec::new() };
    sources.into_iter().chain(rest).for_each(|start| search.from(start, next));
    search.done.reverse();
    search.done
}

#[derive(Clone, Copy, PartialEq)]
enum State {
    New,
    Open,
    Done,
}

/// A depth-first search without recursion, since chains may have any length.
struct Search {
    state: Vec<State>,
    done: Vec<usize>,
}

impl Search {
    fn from(&mut self, start: usize, next: &mut [Vec<usize>]) {
        if self.state[start] != State::New {
            return;
        }
        self.state[start] = State::Open;
        let mut path = vec![(start, 0)];
        while let Some((node, at)) = path.pop() {
            let Some(&to) = next[node].get(at) else {
                self.state[node] = State::Done;
                self.done.push(node);
                continue;
            };
            if self.state[to] == State::Open {
                next[node].remove(at);
                path.push((node, at));
                continue;
            }
            path.push((node, at + 1));
            if self.state[to] == State::New {
                self.state[to] = State::Open;
                path.push((to, 0));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_box_comes_after_all_that_lead_to_it() {
        let links = [(0, 1), (1, 2), (0, 2), (2, 3)];
        assert_eq!(ranks(4, &links, &[false; 4]), [0, 1, 2, 3]);
    }

    #[test]
    fn a_cycle_is_opened_where_it_closes() {
        assert_eq!(ranks(3, &[(0, 1), (1, 2), (2, 1)], &[false; 3]), [0, 1, 2]);
        assert_eq!(ranks(2, &[(0, 0), (0, 1), (1, 0)], &[false; 2]), [0, 1]);
    }

    #[test]
    fn a_floating_box_stands_beside_what_reads_it() {
        let links = [(0, 1), (1, 2), (3, 2)];
        assert_eq!(ranks(4, &links, &[false, false, false, true]), [0, 1, 2, 1]);
    }
}
