//! How the table of sentences is made.

/// Makes the table, and what puts the sentences of a language into it: they come without names, in this order.
macro_rules! table {
    ($($name:ident $(: $kind:ident)?,)*) => {
        /// All sentences of one language. One with `Forms` depends on a number.
        pub(crate) struct Words {
            $(pub(crate) $name: table!(@kind $($kind)?),)*
        }

        impl Words {
            /// The names of all sentences.
            pub(super) const NAMES: &[&str] = &[$(stringify!($name)),*];

            /// The table with these sentences, unless there are more or fewer.
            pub(super) fn of(sentences: Vec<&'static str>) -> Option<Self> {
                let sentences: [&'static str; Self::NAMES.len()] = sentences.try_into().ok()?;
                let [$($name),*] = sentences;
                Some(Self {
                    $($name: $name.into(),)*
                })
            }
        }
    };
    (@kind) => { &'static str };
    (@kind $kind:ident) => { $kind };
}

pub(super) use table;
