//! Where things are: numbers by name, in one flat table.
//!
//! A tree or hash map of the library would do as well, in more bytes; this one needs to find numbers only, and
//! only by names that are random already.

/// Numbers by name.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Index {
    /// The name's hash and its number plus one; zero where nothing is. A power of two of them, at most
    /// half of them in use.
    slots: Vec<(u32, u64)>,
    len: usize,
}

impl Index {
    /// Sets the number of a name.
    pub(super) fn insert(&mut self, name: &str, number: u64) {
        if 2 * self.len >= self.slots.len() {
            let room = (2 * self.slots.len()).max(16);
            let before = std::mem::replace(&mut self.slots, vec![(0, 0); room]);
            for slot in before.into_iter().filter(|slot| slot.1 > 0) {
                self.put(slot);
            }
        }
        self.len += 1;
        self.put((hash(name), number + 1));
    }

    /// The number of a name. Two names may have one hash: `is_it` tells whether a number is the one.
    pub(super) fn find(&self, name: &str, is_it: impl Fn(u64) -> bool) -> Option<u64> {
        let wanted = hash(name);
        let mut at = wanted as usize;
        loop {
            let (hash, number) = *self.slots.get(at & self.slots.len().checked_sub(1)?)?;
            let number = number.checked_sub(1)?;
            if hash == wanted && is_it(number) {
                return Some(number);
            }
            at += 1;
        }
    }

    fn put(&mut self, slot: (u32, u64)) {
        let mask = self.slots.len() - 1;
        let mut at = slot.0 as usize & mask;
        while self.slots[at].1 > 0 && self.slots[at] != slot {
            at = (at + 1) & mask;
        }
        self.slots[at] = slot;
    }
}

fn hash(name: &str) -> u32 {
    let fold = |hash: u32, byte: u8| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193);
    let hash = name.bytes().fold(0x811c_9dc5, fold);
    // The low bits choose the slot: let the high ones have a say.
    hash ^ (hash >> 15)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::Random;

    #[test]
    fn ten_thousand_names_are_found_and_others_are_not() {
        let mut random = Random::new(4);
        let names: Vec<String> = (0..10_000).map(|_| random.bits().to_string()).collect();
        let mut index = Index::default();
        assert_eq!(index.find("x", |_| true), None);
        for (name, number) in names.iter().zip(0..) {
            index.insert(name, number);
            index.insert(name, number);
        }
        for (name, number) in names.iter().zip(0..) {
            assert_eq!(index.find(name, |it| it == number), Some(number));
        }
        for _ in 0..10_000 {
            let other = random.bits().to_string();
            assert_eq!(index.find(&other, |it| names[it as usize] == other), None);
        }
    }

    #[test]
    fn names_that_share_a_hash_are_told_apart() {
        let mut index = Index::default();
        index.put_test((7, 4));
        index.put_test((7, 5));
        assert_eq!(index.slots.iter().filter(|slot| slot.0 == 7).count(), 2);
    }

    impl Index {
        fn put_test(&mut self, slot: (u32, u64)) {
            if self.slots.is_empty() {
                self.slots = vec![(0, 0); 16];
            }
            self.put(slot);
        }
    }
}
