//! Lengths of time, as clocks write them.

/// Minutes and seconds, or hours, minutes and seconds.
pub(crate) fn span(ms: u64) -> String {
    let seconds = ms / 1000;
    let (hours, minutes, seconds) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
    if hours > 0 {
        return format!("{hours}:{minutes:02}:{seconds:02}");
    }
    format!("{minutes}:{seconds:02}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_look_like_clocks() {
        let cases = [
            (0, "0:00"),
            (999, "0:00"),
            (61_000, "1:01"),
            (3_599_999, "59:59"),
        ];
        for (ms, shown) in cases {
            assert_eq!(span(ms), shown);
        }
        assert_eq!(span(36_000_000 + 62_000), "10:01:02");
    }
}
