//! Names the circle that an endless event goes round.

/// The shortest piece that the end of `trace` repeats, from its first node back to that node; all of it when
/// nothing repeats.
pub(super) fn cycle(trace: &[u32]) -> Vec<u32> {
    let repeats = |len: &usize| {
        let (rest, last) = trace.split_at(trace.len() - len);
        rest.ends_with(last)
    };
    let len = (1..=trace.len() / 2).find(repeats).unwrap_or(trace.len());
    let mut piece = trace[trace.len() - len..].to_vec();
    piece.extend(piece.first().copied());
    piece
}

#[cfg(test)]
mod tests {
    use super::cycle;

    #[test]
    fn the_shortest_repeated_piece_is_the_cycle() {
        assert_eq!(cycle(&[9, 1, 2, 3, 1, 2, 3]), [1, 2, 3, 1]);
        assert_eq!(cycle(&[7, 7, 7]), [7, 7]);
        assert_eq!(cycle(&[1, 2]), [1, 2, 1]);
    }
}
