//! How the table of sentences is made.

/// Makes the table, and what puts the sentences of a language into it: they come without names, in this order.
macro_rules! table {
    ($(#[$about:meta])* pub(crate) struct Words { $(pub(crate) $name:ident: $kind:ty,)* }) => {
        $(#[$about])*
        pub(crate) struct Words {
            $(pub(crate) $name: $kind,)*
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
}

pub(super) use table;
