//! The file and the memory are told the same story, with rounds that are dropped, crashes at any moment
//! and questions in between: they must give the same answers.

use std::{fmt, fs, mem, path::Path};

use super::*;

/// A small generator of pseudo-random numbers (SplitMix64).
struct Dice(u64);

impl Dice {
    fn below(&mut self, bound: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (mixed ^ (mixed >> 31)) % bound
    }
}

/// How far a log has come: number for agents, for the visitor.
type Heads = Vec<(u64, u64)>;

struct Story {
    dice: Dice,
    folder: tempfile::TempDir,
    crashes: u32,
    file: Sqlite,
    memory: Memory,
    heads: Heads,
    commands: u64,
    /// Whether something of the round was refused, so that it can only be rolled back.
    is_spoiled: bool,
}

impl Story {
    fn new(seed: u64) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let mut file = open_at(&folder.path().join("0"));
        let mut memory = Memory::new(Disk::default());
        for store in [&mut file as &mut dyn Store, &mut memory] {
            store.put_channel(&channel()).unwrap();
        }
        Self {
            dice: Dice(seed),
            folder,
            crashes: 0,
            file,
            memory,
            heads: Vec::new(),
            commands: 0,
            is_spoiled: false,
        }
    }

    fn both<T: fmt::Debug + PartialEq>(&mut self, ask: impl Fn(&mut dyn Store) -> T) {
        assert_eq!(ask(&mut self.file), ask(&mut self.memory));
    }

    fn apply(&mut self, write: &Write) {
        self.both(|store| store.apply(write).is_ok());
    }

    fn round(&mut self) {
        self.both(|store| store.begin().is_ok());
        let (heads, commands) = (self.heads.clone(), self.commands);
        for _ in 0..=self.dice.below(6) {
            self.write();
            if self.is_spoiled {
                break;
            }
            if self.dice.below(4) == 0 {
                self.ask();
            }
        }
        if mem::take(&mut self.is_spoiled) || self.dice.below(5) == 0 {
            self.both(|store| store.rollback());
            (self.heads, self.commands) = (heads, commands);
        } else {
            self.both(|store| store.commit().is_ok());
        }
    }

    fn write(&mut self) {
        let count = self.heads.len() as u64;
        if count == 0 || self.dice.below(12) == 0 {
            self.apply(&kept(&format!("c{count}"), &format!("v{}", count % 3)));
            self.heads.push((0, 0));
            return;
        }
        let at = usize::try_from(self.dice.below(count)).unwrap();
        let id = format!("c{at}");
        let (agent, public) = self.heads[at];
        match self.dice.below(9) {
            8 => self.apply(&Write::Erase(Id::new(id))),
            0 => {
                let state = Conversation {
                    agent_head: agent,
                    public_head: public,
                    ..conversation(&id, &format!("v{}", at % 3))
                };
                self.apply(&Write::Conversation(Box::new(state)));
            }
            1 => {
                let odd = match self.dice.below(3) {
                    0 => entry(&id, agent + 2, Some(public + 1), started()),
                    1 => entry(&id, agent + 1, Some(public + 2), started()),
                    _ if self.commands == 0 => entry("nowhere", 1, Some(1), started()),
                    _ => sent(&format!("k{}", self.commands), Answer::Ok),
                };
                self.apply(&odd);
                self.is_spoiled = true;
            }
            kind => {
                self.heads[at].0 += 1;
                let name = format!("m{at}-{}", agent + 1);
                let change = if kind == 2 {
                    noted(&name)
                } else {
                    self.heads[at].1 += 1;
                    let author = if kind == 3 {
                        Author::Agent(card())
                    } else {
                        Author::Visitor
                    };
                    posted(&name, author)
                };
                let public_seq = (kind != 2).then_some(public + 1);
                self.apply(&entry(&id, agent + 1, public_seq, change));
                self.commands += 1;
                let answer = if kind == 4 {
                    Answer::Ok
                } else {
                    Answer::Taken(Id::new(id))
                };
                self.apply(&sent(&format!("k{}", self.commands), answer));
            }
        }
    }

    fn ask(&mut self) {
        let count = self.heads.len() as u64 + 1;
        let at = self.dice.below(count);
        let conversation: Id<id::Conversation> = Id::new(format!("c{at}"));
        match self.dice.below(5) {
            0 => self.both(|store| store.conversation(&conversation).unwrap()),
            1 => {
                let visitor = Id::new(format!("v{}", at % 3));
                self.both(|store| store.latest(&visitor).unwrap());
            }
            2 => {
                let seq = self.dice.below(20);
                let message = Id::new(format!("m{at}-{seq}"));
                self.both(|store| store.place(&conversation, &message).unwrap());
            }
            3 => {
                let command = Id::new(format!("k{}", self.dice.below(self.commands + 2)));
                self.both(|store| store.sent(&Id::new("kari"), &command).unwrap());
            }
            _ => self.both(|store| {
                let mut live = store.live(Timestamp(0)).unwrap();
                live.sort_by(|a, b| a.conversation.id.cmp(&b.conversation.id));
                live
            }),
        }
    }

    fn read(&mut self) {
        let at = self.dice.below(self.heads.len() as u64 + 1);
        let after = self.dice.below(30);
        let span = Span {
            conversation: Id::new(format!("c{at}")),
            audience: match self.dice.below(2) {
                0 => Audience::Visitor,
                _ => Audience::Agents,
            },
            after,
            to: after + self.dice.below(30),
            limit: u16::try_from(1 + self.dice.below(9)).unwrap(),
            from_end: self.dice.below(2) == 0,
        };
        self.both(|store| store.reader().entries(&span).unwrap());
    }

    /// What lies on the disk now is all that the next server has.
    fn crash(&mut self) {
        let path = |number: u32| self.folder.path().join(number.to_string());
        let (before, after) = (path(self.crashes), path(self.crashes + 1));
        for end in ["", "-wal"] {
            let name = |path: &Path| format!("{}{end}", path.display());
            if Path::new(&name(&before)).exists() {
                fs::copy(name(&before), name(&after)).unwrap();
            }
        }
        self.crashes += 1;
        self.file = open_at(&after);
    }
}

fn open_at(path: &Path) -> Sqlite {
    Sqlite::open(path).unwrap()
}

#[test]
fn a_file_answers_like_a_memory_whatever_happens() {
    for seed in 0..40 {
        let mut story = Story::new(seed);
        for _ in 0..60 {
            match story.dice.below(20) {
                0 => story.crash(),
                1..5 => story.ask(),
                5..8 => story.read(),
                _ => story.round(),
            }
        }
        assert_eq!(story.file.check().unwrap(), [""; 0], "seed {seed}");
        let memory = story.memory.reader();
        let file = story.file.reader();
        for at in 0..story.heads.len() {
            let span = Span {
                conversation: Id::new(format!("c{at}")),
                audience: Audience::Agents,
                after: 0,
                to: u64::MAX,
                limit: u16::MAX,
                from_end: false,
            };
            let (file, memory) = (file.entries(&span).unwrap(), memory.entries(&span).unwrap());
            assert_eq!(file, memory, "seed {seed}");
        }
    }
}
